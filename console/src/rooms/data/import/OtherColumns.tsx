import { Radio, type TableProps } from "antd";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/base/format";
import { Card, DataTable, TypeMark } from "@/ui";
import type { Kind, Plan } from "./draft";
import { FieldErrors, fieldId } from "./Field";
import type { MappingProps } from "./RolesCard";

type Row = Plan["rest"][number];

const KINDS: Kind[] = ["event", "person", "skip"];

/** The columns that are neither who, when nor what: properties of the event, of the person, or left out. */
export function OtherColumns({ plan, onChange }: MappingProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const errors = useContext(FieldErrors);
  const error = errors.get("properties") ?? errors.get("person_properties");
  if (plan.rest.length === 0) return null;
  const columns: TableProps<Row>["columns"] = [
    {
      key: "name",
      title: t("data.import.other.column"),
      className: "property-name other-name",
      render: (_, row) => row.column.label,
    },
    {
      key: "kind",
      title: t("data.import.other.kind"),
      render: (_, row) => (
        <KindChoice
          label={row.column.label}
          kind={row.kind}
          onChange={(kind) => onChange({ type: "kind", columns: [row.column.name], kind })}
        />
      ),
    },
    {
      key: "type",
      title: t("data.property.type"),
      render: (_, row) => <TypeMark type={row.column.type} mixed={row.column.mixed} />,
    },
    {
      key: "filled",
      title: t("data.import.other.filled"),
      align: "right",
      render: (_, row) => format.rate(row.column.filled),
    },
    {
      key: "samples",
      title: t("data.import.other.samples"),
      className: "other-samples",
      render: (_, row) => <span>{row.column.samples.slice(0, 3).join(" · ")}</span>,
    },
  ];
  return (
    <Card
      flush
      title={t("data.import.other.title")}
      extra={
        <span className="other-all">
          {t("data.import.other.all")}
          <KindChoice
            label={t("data.import.other.all")}
            kind={plan.rest.every((row) => row.kind === plan.rest[0]?.kind) ? plan.rest[0]?.kind : undefined}
            onChange={(kind) =>
              onChange({ type: "kind", columns: plan.rest.map((row) => row.column.name), kind })
            }
          />
        </span>
      }
    >
      <div className="other-text" id={fieldId("properties")} tabIndex={-1}>
        {t("data.import.other.text")}
      </div>
      {error && (
        <div className="field-error other-text" role="alert">
          {error}
        </div>
      )}
      <DataTable<Row>
        rowKey={(row) => row.column.name}
        columns={columns}
        dataSource={plan.rest}
        pagination={plan.rest.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      />
    </Card>
  );
}

interface ChoiceProps {
  label: string;
  kind: Kind | undefined;
  onChange: (kind: Kind) => void;
}

function KindChoice({ label, kind, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      size="small"
      optionType="button"
      aria-label={label}
      value={kind}
      onChange={(event) => onChange(event.target.value as Kind)}
      options={KINDS.map((value) => ({ value, label: t(`data.import.kind.${value}`) }))}
    />
  );
}
