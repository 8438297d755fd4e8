import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import type { OneMetric } from "@/contract";
import { Card, MetricText, usePropertyName } from "@/ui";
import { ownOver } from "../over";

/** What a metric means: how it is computed, in what unit, which way is good, whose it is. */
export function Definition({ metric: { key, metric } }: { metric: OneMetric }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = usePropertyName();
  const dimensions = (metric.dimensions ?? []).map(named).join(t("rule.comma"));
  const unit =
    metric.unit === "money"
      ? t("metrics.moneyIn", { currency: metric.currency ?? project.currency })
      : t(`metrics.units.${metric.unit ?? "number"}`);
  return (
    <Card title={t("metrics.definition")}>
      <p className="metric-said">
        <MetricText metric={metric} />
      </p>
      <dl className="metric-facts">
        <dt>{t("metrics.over.title")}</dt>
        <dd>{t(`metrics.over.${metric.over ?? ownOver(metric.is)}`)}</dd>
        <dt>{t("metrics.unit")}</dt>
        <dd>{unit}</dd>
        <dt>{t("metrics.good.title")}</dt>
        <dd>{t(`metrics.good.${metric.good ?? "up"}`)}</dd>
        <dt>{t("metrics.owner")}</dt>
        <dd>{metric.owner || t("metrics.nobody")}</dd>
        <dt>{t("metrics.dimensions")}</dt>
        <dd>{dimensions || t("metrics.anyDimensions")}</dd>
        <dt>{t("metrics.key")}</dt>
        <dd>
          <code>{key}</code>
        </dd>
        {(metric.tags ?? []).length > 0 && (
          <>
            <dt>{t("metrics.tags")}</dt>
            <dd>
              {metric.tags?.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}
