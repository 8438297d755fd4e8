import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { metricChangeQuery } from "@/base/api";
import { metricName, useWritten } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import type { Days } from "@/base/range";
import type { Filter, MetricBody, MetricChange } from "@/contract";
import { Card } from "../Page";
import { QueryView } from "../states";
import { usePropertyName } from "../values";
import { Contributions } from "./Contributions";
import { Headline } from "./Headline";
import { type Explained, ExplainedMetric } from "./metric";
import { Slices } from "./Slices";
import "./explain.css";

interface Props {
  metric: { key: string; metric: MetricBody };
  period: Days;
  against: Days;
  filters?: readonly Filter[];
  /** Properties by which the change is taken apart, where not those that the metric names. */
  dimensions?: string[];
  /** What else happened in these days. */
  context?: ReactNode;
}

/** Why a metric moved between two periods: by how much, by what, and which slices stand out. */
export function Explain({ metric, period, against, filters = [], dimensions, context }: Props) {
  const project = useProject();
  const { locale } = useProjectFormat();
  const written = useWritten(metric.metric);
  const query = useQuery(
    metricChangeQuery(project.id, metric.key, {
      period,
      against,
      filters,
      ...(dimensions ? { dimensions } : {}),
    }),
  );
  const name = metricName(metric.metric, locale);
  const explained: Explained = useMemo(
    () => ({ key: metric.key, name, good: metric.metric.good ?? "up", written, filters }),
    [metric.key, metric.metric.good, name, written, filters],
  );
  return (
    <ExplainedMetric value={explained}>
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
        {(change) => <Found change={change} context={context} />}
      </QueryView>
    </ExplainedMetric>
  );
}

function Found({ change, context }: { change: MetricChange; context: ReactNode }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const steady = change.steady.map(named).join(t("rule.comma"));
  return (
    <div className="explain">
      <Headline change={change} />
      {change.change !== null && change.change !== 0 && (
        <>
          <Slices change={change} />
          {change.by_dimension.length > 0 && <Contributions change={change} />}
          {steady !== "" && change.slices.length > 0 && (
            <Card title={t("explain.steady.title")}>
              <p className="explain-quiet">{t("explain.steady.text", { names: steady })}</p>
            </Card>
          )}
        </>
      )}
      {context}
    </div>
  );
}
