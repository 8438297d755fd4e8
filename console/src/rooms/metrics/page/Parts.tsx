import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { metricDoors, useWritten } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import type { MetricValues, OneMetric } from "@/contract";
import { Change, DataTable, PeopleDoor, usePropertyName } from "@/ui";
import { type PartRow, partRows } from "./model";

interface Props {
  metric: OneMetric;
  by: string;
  values: MetricValues;
  before: MetricValues | undefined;
}

/** The values of the whole range by a property, beside those before. */
export function Parts({ metric, by, values, before }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const written = useWritten(metric.metric);
  const good = metric.metric.good ?? "up";
  const figure = (of: MetricValues, total: PartRow["total"] | undefined) =>
    total && (
      <PeopleDoor
        doors={metricDoors(of.doors, total.addresses, t)}
        title={`${named(by)} · ${format.value(total.breakdown)}`}
      >
        {written.exact(total.value)}
      </PeopleDoor>
    );
  const columns: TableColumnsType<PartRow> = [
    { title: named(by), key: "part", render: (_, row) => format.value(row.total.breakdown) },
    {
      title: t("metrics.value"),
      key: "value",
      align: "right",
      sorter: (a, b) => (a.total.value ?? 0) - (b.total.value ?? 0),
      render: (_, row) => figure(values, row.total),
    },
    ...(before
      ? [
          {
            title: t("ask.table.previous"),
            key: "before",
            align: "right" as const,
            render: (_: unknown, row: PartRow) => figure(before, row.before),
          },
          {
            title: t("metrics.change"),
            key: "change",
            align: "right" as const,
            render: (_: unknown, row: PartRow) => (
              <Change
                value={row.total.value}
                previous={row.before?.value}
                good={good === "neither" ? "neutral" : good}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="metric-table">
      <DataTable<PartRow>
        columns={columns}
        dataSource={partRows(values, before)}
        rowKey="key"
        scrollY={360}
      />
    </div>
  );
}
