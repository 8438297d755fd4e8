import { Skeleton, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { metricDoors, metricName, useWritten } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import { Sparkline } from "@/charts";
import type { DefinedMetric } from "@/contract";
import { Change, PeopleDoor, useErrorText } from "@/ui";
import { useFigures } from "./useFigures";

interface Props {
  metric: DefinedMetric;
  last: string | null;
  days: number;
}

/** The value of the last days; a door to its people. */
export function ValueCell({ metric, last, days }: Props) {
  const { t } = useTranslation();
  const { locale } = useProjectFormat();
  const errorText = useErrorText();
  const written = useWritten(metric.metric);
  const { now } = useFigures(metric.key, last, days);
  if (now.error)
    return (
      <Tooltip title={errorText(now.error)}>
        <span className="metric-failed">{t("metrics.failed")}</span>
      </Tooltip>
    );
  const total = now.data?.totals[0];
  if (!now.data || !total) return <Skeleton.Button active size="small" className="metric-wait" />;
  const open = now.data.rows.some((row) => !row.complete);
  const name = metricName(metric.metric, locale);
  const value = (
    <PeopleDoor
      doors={metricDoors(now.data.doors, total.addresses, t)}
      title={name}
      label={t("metrics.openOf", { name, value: written.exact(total.value) })}
    >
      <b>{written.exact(total.value)}</b>
    </PeopleDoor>
  );
  if (!open) return value;
  return (
    <Tooltip title={t("metrics.open")}>
      <span>
        {value}
        <span role="img" aria-label={t("metrics.open")}>
          *
        </span>
      </span>
    </Tooltip>
  );
}

/** How it moved against the same days before. */
export function ChangeCell({ metric, last, days }: Props) {
  const written = useWritten(metric.metric);
  const { now, before } = useFigures(metric.key, last, days);
  const [value, previous] = [now.data?.totals[0]?.value, before.data?.totals[0]?.value];
  if (now.error || before.error) return null;
  if (!now.data || !before.data) return <Skeleton.Button active size="small" className="metric-wait" />;
  const good = metric.metric.good ?? "up";
  return (
    <Tooltip title={written.exact(previous)}>
      <span>
        <Change value={value} previous={previous} good={good === "neither" ? "neutral" : good} />
      </span>
    </Tooltip>
  );
}

/** Both periods day by day. */
export function TrendCell({ metric, last, days }: Props) {
  const { t } = useTranslation();
  const { locale } = useProjectFormat();
  const { now, before } = useFigures(metric.key, last, days);
  if (!now.data || !before.data) return <span className="metric-spark" />;
  return (
    <span className="metric-spark">
      <Sparkline
        points={[...before.data.rows, ...now.data.rows]}
        label={t("metrics.spark", { name: metricName(metric.metric, locale), count: 2 * days })}
      />
    </span>
  );
}
