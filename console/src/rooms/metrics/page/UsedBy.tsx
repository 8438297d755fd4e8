import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMetricNames } from "@/base/metrics";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { MetricUse, OneMetric } from "@/contract";
import { Card } from "@/ui";

/** What looks at a metric, each with the way to it. */
export function UsedBy({ metric }: { metric: OneMetric }) {
  const { t } = useTranslation();
  return (
    <Card title={t("metrics.uses.title")}>
      {metric.used_by.length === 0 ? (
        <p className="metric-quiet">{t("metrics.uses.none")}</p>
      ) : (
        <Uses uses={metric.used_by} />
      )}
    </Card>
  );
}

export function Uses({ uses }: { uses: readonly MetricUse[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useMetricNames();
  return (
    <ul className="metric-uses">
      {uses.map((use) => (
        <li key={`${use.kind}:${use.id}`}>
          <span>{t(`common.uses.${use.kind}`, { defaultValue: use.kind })}</span>{" "}
          {use.kind === "metric" && use.key ? (
            <Link to={paths.metric(project.id, use.key)}>{named(use.key)}</Link>
          ) : use.kind === "tree" ? (
            <Link to={paths.trees(project.id, use.key)}>{use.name}</Link>
          ) : use.kind === "board" ? (
            <Link to={paths.board(project.id, use.id)}>{use.name}</Link>
          ) : (
            <b>{use.name}</b>
          )}
        </li>
      ))}
    </ul>
  );
}
