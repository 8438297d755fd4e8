import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { metricDoors, metricName, useWritten } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import type { MetricValues, OneMetric } from "@/contract";
import { Change, DataTable, PeopleDoor } from "@/ui";
import type { Look } from "./useLook";

interface Props {
  metric: OneMetric;
  look: Look;
  values: MetricValues;
  before: MetricValues | undefined;
}

type Row = MetricValues["rows"][number] & { previous: MetricValues["rows"][number] | undefined };

/** The values bucket by bucket, the newest first. */
export function Buckets({ metric, look, values, before }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const written = useWritten(metric.metric);
  const name = metricName(metric.metric, format.locale);
  const good = metric.metric.good ?? "up";
  const bucket = (one: string) => format.bucket(one, look.interval);
  const rows: Row[] = values.rows.map((row, at) => ({ ...row, previous: before?.rows[at] })).reverse();
  const columns: TableColumnsType<Row> = [
    {
      title: t("ask.table.bucket"),
      key: "bucket",
      render: (_, row) => (
        <span className={row.complete ? "" : "open-bucket"}>
          {bucket(row.bucket)}
          {!row.complete && " *"}
        </span>
      ),
    },
    {
      title: name,
      key: "value",
      align: "right",
      sorter: (a, b) => (a.value ?? 0) - (b.value ?? 0),
      render: (_, row) => (
        <PeopleDoor
          doors={metricDoors(values.doors, row.addresses, t)}
          title={`${name} · ${bucket(row.bucket)}`}
        >
          {written.exact(row.value)}
        </PeopleDoor>
      ),
    },
    ...(before
      ? [
          {
            title: t("ask.table.previous"),
            key: "previous",
            align: "right" as const,
            render: (_: unknown, { previous }: Row) =>
              previous && (
                <PeopleDoor
                  doors={metricDoors(before.doors, previous.addresses, t)}
                  title={`${name} · ${bucket(previous.bucket)}`}
                >
                  {written.exact(previous.value)}
                </PeopleDoor>
              ),
          },
          {
            title: t("metrics.change"),
            key: "change",
            align: "right" as const,
            render: (_: unknown, row: Row) => (
              <Change
                value={row.value}
                previous={row.previous?.value}
                good={good === "neither" ? "neutral" : good}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="metric-table">
      <DataTable<Row> columns={columns} dataSource={rows} rowKey="bucket" scrollY={320} />
      {rows.some((row) => !row.complete) && <p className="table-note">* {t("chart.incompleteBucket")}</p>}
    </div>
  );
}
