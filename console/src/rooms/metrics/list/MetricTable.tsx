import { type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { inTongue, metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { DefinedMetric } from "@/contract";
import { DataTable } from "@/ui";
import { ChangeCell, TrendCell, ValueCell } from "./Cells";

const ROWS = 25;

interface Props {
  metrics: DefinedMetric[];
  last: string | null;
  days: number;
}

/** Metrics with their figures; only those that are in sight are asked for. */
export function MetricTable({ metrics, last, days }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const figures = { last, days };
  const columns: TableColumnsType<DefinedMetric> = [
    {
      title: t("metrics.name"),
      key: "name",
      sorter: (a, b) => metricName(a.metric, locale).localeCompare(metricName(b.metric, locale), locale),
      render: (_, one) => (
        <span className="metric-name">
          <Link to={paths.metric(project.id, one.key)}>{metricName(one.metric, locale)}</Link>
          {one.metric.description && (
            <small title={inTongue(one.metric.description, locale)}>
              {inTongue(one.metric.description, locale)}
            </small>
          )}
        </span>
      ),
    },
    {
      title: t("metrics.value"),
      key: "value",
      align: "right",
      render: (_, one) => <ValueCell metric={one} {...figures} />,
    },
    {
      title: t("metrics.change"),
      key: "change",
      align: "right",
      render: (_, one) => <ChangeCell metric={one} {...figures} />,
    },
    {
      title: t("metrics.trend"),
      key: "trend",
      render: (_, one) => <TrendCell metric={one} {...figures} />,
    },
    {
      title: t("metrics.unit"),
      key: "unit",
      render: (_, { metric }) =>
        metric.unit === "money"
          ? (metric.currency ?? project.currency)
          : t(`metrics.units.${metric.unit ?? "number"}`),
    },
    { title: t("metrics.owner"), key: "owner", render: (_, { metric }) => metric.owner ?? "" },
    {
      title: t("metrics.tags"),
      key: "tags",
      render: (_, { metric }) => metric.tags?.map((tag) => <Tag key={tag}>{tag}</Tag>),
    },
  ];
  return (
    <DataTable<DefinedMetric>
      columns={columns}
      dataSource={metrics}
      rowKey="key"
      locale={{ emptyText: t("metrics.notFound") }}
      pagination={metrics.length > ROWS ? { pageSize: ROWS, showSizeChanger: false } : false}
    />
  );
}
