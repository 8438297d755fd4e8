import { DownloadOutlined } from "@ant-design/icons";
import { Button, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { ImportResult, Job } from "@/contract";
import { Card, DataTable, ScopeMark, TypeMark, ValueBars } from "@/ui";
import { Notes, useReason } from "./Notes";

type LoadedProperty = ImportResult["properties"][number];
type BadRow = ImportResult["bad_sample"][number];

const EVENTS = 10;

/** The result below its figures: rows not taken and why, events, and the types decided. */
export function ResultDetails({ job, result }: { job: Job; result: ImportResult }) {
  const { t } = useTranslation();
  return (
    <>
      <Notes notes={result.notes} />
      {result.bad > 0 && <BadRows job={job} result={result} />}
      <div className="result-cards">
        {result.events.length > 0 && (
          <Card title={t("data.import.result.events")}>
            <ValueBars
              of={result.events.reduce((sum, one) => sum + one.count, 0)}
              bars={result.events
                .slice(0, EVENTS)
                .map((one) => ({ key: one.name, label: one.name, count: one.count }))}
            />
            {result.events.length > EVENTS && (
              <p className="result-more">
                {t("common.property.more", { count: result.events.length - EVENTS })}
              </p>
            )}
          </Card>
        )}
        {result.properties.length > 0 && (
          <Card flush title={t("data.import.result.properties")}>
            <PropertyTypes properties={result.properties} />
          </Card>
        )}
      </div>
    </>
  );
}

function PropertyTypes({ properties }: { properties: LoadedProperty[] }) {
  const { t } = useTranslation();
  const columns: TableProps<LoadedProperty>["columns"] = [
    { key: "name", dataIndex: "name", title: t("data.property.name"), className: "property-name" },
    { key: "scope", title: t("data.property.scope"), render: (_, one) => <ScopeMark scope={one.scope} /> },
    {
      key: "type",
      title: t("data.property.type"),
      render: (_, one) => <TypeMark type={one.type} mixed={one.mixed} />,
    },
  ];
  return (
    <DataTable<LoadedProperty>
      rowKey={(one) => `${one.scope}:${one.name}`}
      columns={columns}
      dataSource={properties}
      pagination={properties.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
    />
  );
}

function BadRows({ job, result }: { job: Job; result: ImportResult }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const reason = useReason();
  const columns: TableProps<BadRow>["columns"] = [
    {
      key: "row",
      title: t("data.import.result.row"),
      align: "right",
      width: 96,
      render: (_, one) => format.exact(one.row),
    },
    { key: "reason", title: t("data.import.result.reason"), render: (_, one) => reason(one.reason) },
    { key: "column", title: t("data.import.other.column"), render: (_, one) => one.column ?? "–" },
    {
      key: "value",
      title: t("data.import.result.value"),
      className: "bad-value",
      render: (_, one) => one.value ?? <span className="cell-none">{t("common.notSet")}</span>,
    },
  ];
  return (
    <Card
      flush
      title={t("data.import.result.badTitle", { count: result.bad, shown: format.exact(result.bad) })}
      extra={
        <Button
          size="small"
          icon={<DownloadOutlined />}
          href={`/api/projects/${encodeURIComponent(job.project_id)}/imports/${encodeURIComponent(job.id)}/errors`}
          download
        >
          {t("data.import.result.download")}
        </Button>
      }
    >
      <div className="bad-rows">
        <ValueBars
          of={result.rows}
          bars={result.bad_reasons.map((one) => ({
            key: one.reason,
            label: reason(one.reason),
            count: one.count,
          }))}
        />
        <DataTable<BadRow>
          rowKey={(one) => `${one.row}:${one.column}:${one.reason}`}
          columns={columns}
          dataSource={result.bad_sample.slice(0, 10)}
        />
      </div>
    </Card>
  );
}
