import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { PlannedProperty } from "@/contract";
import { Card, DataTable, useAllowed, useErrorText, usePropertyName } from "@/ui";
import { LearnedMark, StatusMark } from "../list/marks";
import { described } from "../model";
import { usePropertyDelete, usePropertyPut } from "../queries";
import { PropertyForm } from "./PropertyForm";

interface Props {
  /** Whose they are; empty: of people. */
  event: string;
  properties: PlannedProperty[];
}

/** The properties planned: each opens where it stands to be edited; a learned one is adopted by a click. */
export function Properties({ event, properties }: Props) {
  const { t } = useTranslation();
  const kept = useAllowed()("change_plan");
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const [edited, setEdited] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const put = usePropertyPut(project.id);
  const remove = usePropertyDelete(project.id);
  const onError = (error: unknown) => message.error(errorText(error));

  const columns: TableProps<PlannedProperty>["columns"] = [
    {
      key: "name",
      title: t("plan.property.name"),
      render: (_, one) => (
        <div className="plan-name">
          <span>
            <b title={one.name}>{named(one.name)}</b>
            {one.learned && <LearnedMark />}
          </span>
          <small>{described(one.description, format.locale)}</small>
        </div>
      ),
    },
    { key: "type", title: t("plan.property.type"), render: (_, one) => t(`plan.kind.${one.type}`) },
    {
      key: "required",
      title: t("plan.property.required"),
      render: (_, one) =>
        one.required ? t("plan.property.must") : <span className="plan-quiet">{t("plan.property.may")}</span>,
    },
    {
      key: "allowed",
      title: t("plan.property.allowed"),
      render: (_, one) => <Allowed values={one.allowed} />,
    },
    {
      key: "status",
      title: t("plan.column.status"),
      render: (_, one) => <StatusMark status={one.status} />,
    },
    {
      key: "acts",
      title: <span className="sr-only">{t("plan.property.edit")}</span>,
      align: "right",
      render: (_, one) => (
        <span className="plan-acts">
          {one.learned && (
            <Button
              size="small"
              aria-label={t("plan.adopt.named", { name: one.name })}
              onClick={() => put.mutate(one, { onError })}
              {...kept}
            >
              {t("plan.adopt.one")}
            </Button>
          )}
          <Button
            size="small"
            type="text"
            aria-label={t("plan.property.editNamed", { name: one.name })}
            aria-expanded={edited === one.name}
            onClick={() => setEdited(edited === one.name ? null : one.name)}
            {...kept}
          >
            {t("plan.property.edit")}
          </Button>
          <Popconfirm
            title={t("plan.property.removeTitle", { name: one.name })}
            description={t("plan.property.removeText")}
            okText={t("plan.form.remove")}
            cancelText={t("common.cancel")}
            okButtonProps={{ danger: true }}
            onConfirm={() => remove.mutate({ event, name: one.name }, { onError })}
          >
            <Button
              size="small"
              type="text"
              danger
              aria-label={t("plan.property.removeNamed", { name: one.name })}
              {...kept}
            >
              {t("common.remove")}
            </Button>
          </Popconfirm>
        </span>
      ),
    },
  ];

  return (
    <Card
      flush
      title={t("plan.property.title", { shown: format.exact(properties.length) })}
      extra={
        !adding && (
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => setAdding(true)}
            {...kept}
          >
            {t("plan.property.add")}
          </Button>
        )
      }
    >
      {adding && (
        <div className="plan-property-new">
          <PropertyForm event={event} onDone={() => setAdding(false)} />
        </div>
      )}
      <DataTable<PlannedProperty>
        rowKey="name"
        columns={columns}
        dataSource={properties}
        pagination={properties.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        locale={{ emptyText: t("plan.property.none") }}
        expandable={{
          expandedRowKeys: edited === null ? [] : [edited],
          showExpandColumn: false,
          expandedRowRender: (one) => (
            <PropertyForm event={event} property={one} onDone={() => setEdited(null)} />
          ),
        }}
      />
    </Card>
  );
}

function Allowed({ values }: { values: PlannedProperty["allowed"] }) {
  const { t } = useTranslation();
  if (values === null) return <span className="plan-quiet">{t("plan.property.anyValue")}</span>;
  const text = values.map(String).join(", ");
  return (
    <span className="plan-allowed" title={text}>
      {text}
    </span>
  );
}
