import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { metricDoors, metricName, useWritten } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import { Sparkline } from "@/charts";
import type { MetricBody } from "@/contract";
import { Card, ErrorState, MetricText, PeopleDoor, SlowNote } from "@/ui";
import type { usePreview } from "./usePreview";

interface Props {
  /** Null where something must be chosen first. */
  metric: MetricBody | null;
  preview: ReturnType<typeof usePreview>;
}

/** What the metric was over the last days, as it is being written. Earlier values stay, dimmed. */
export function Preview({ metric, preview: { query, waiting } }: Props) {
  const { t } = useTranslation();
  if (!metric)
    return (
      <Card title={t("metrics.edit.preview")}>
        <p className="metric-quiet">{t("metrics.edit.unfinished")}</p>
      </Card>
    );
  if (query.error && !query.isFetching)
    return (
      <Card title={t("metrics.edit.preview")}>
        <ErrorState error={query.error} />
      </Card>
    );
  const busy = waiting || query.isPlaceholderData || !query.data;
  return (
    <Card title={t("metrics.edit.preview")}>
      <div className={busy ? "dimmed" : "settled"} aria-busy={busy} aria-live="polite">
        {query.data ? (
          <Figures metric={metric} values={query.data} />
        ) : (
          <>
            <Skeleton active title={false} paragraph={{ rows: 3 }} />
            <SlowNote text={t("common.computing")} />
          </>
        )}
      </div>
    </Card>
  );
}

function Figures({
  metric,
  values,
}: {
  metric: MetricBody;
  values: NonNullable<Props["preview"]["query"]["data"]>;
}) {
  const { t } = useTranslation();
  const { locale } = useProjectFormat();
  const written = useWritten(metric);
  const total = values.totals[0];
  const name = metricName(metric, locale) || t("metrics.one");
  return (
    <div className="metric-preview">
      <div className="metric-head">
        <PeopleDoor doors={metricDoors(values.doors, total?.addresses ?? [], t)} title={name}>
          {written.exact(total?.value)}
        </PeopleDoor>
      </div>
      <Sparkline points={values.rows} label={t("metrics.spark", { name, count: values.rows.length })} />
      <p className="metric-quiet">
        <MetricText metric={metric} />
      </p>
    </div>
  );
}
