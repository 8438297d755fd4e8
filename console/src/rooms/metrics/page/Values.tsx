import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { metricValuesQuery } from "@/base/api";
import { metricDoors, metricName, useWritten } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import type { MetricValues, OneMetric } from "@/contract";
import { Card, Change, PeopleDoor, QueryView } from "@/ui";
import { FieldErrors } from "@/ui/filters";
import { Controls } from "./Controls";
import { Picture } from "./Picture";
import { type Look, useLook } from "./useLook";

const TOP = 8;
const NEVER = { from: "2000-01-01", to: "2000-01-01" };

/** What a metric was over some days, beside those before, taken apart. */
export function Values({ metric }: { metric: OneMetric }) {
  const look = useLook();
  const whole = useAsked(metric.key, look, false);
  const parts = useAsked(metric.key, look, true);
  const shown = look.by ? parts : whole;
  return (
    <FieldErrors error={whole.now.error}>
      <Controls look={look} />
      <Card>
        <QueryView query={whole.now} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
          {(values) => <Head metric={metric} look={look} values={values} before={whole.before.data} />}
        </QueryView>
        {whole.now.data && (
          <QueryView query={shown.now} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
            {(values) => <Picture metric={metric} look={look} values={values} before={shown.before.data} />}
          </QueryView>
        )}
      </Card>
    </FieldErrors>
  );
}

function useAsked(key: string, look: Look, apart: boolean) {
  const project = useProject();
  const { days, before, interval, filters, by } = look;
  const wanted = {
    interval,
    filters,
    ...(apart && by ? { breakdown: { property: by, top: TOP } } : {}),
  };
  const enabled = days !== null && (!apart || by !== null);
  const now = useQuery({
    ...metricValuesQuery(project.id, key, { range: days ?? NEVER, ...wanted }),
    enabled,
  });
  const earlier = useQuery({
    ...metricValuesQuery(project.id, key, { range: before ?? NEVER, ...wanted }),
    enabled: enabled && before !== null,
  });
  return { now, before: before ? earlier : { ...earlier, data: undefined } };
}

interface HeadProps {
  metric: OneMetric;
  look: Look;
  values: MetricValues;
  before: MetricValues | undefined;
}

function Head({ metric, look, values, before }: HeadProps) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const written = useWritten(metric.metric);
  const total = values.totals[0];
  const name = metricName(metric.metric, format.locale);
  const good = metric.metric.good ?? "up";
  const span = (days: { from: string; to: string }) =>
    t("explain.span", { from: format.day(days.from), to: format.day(days.to) });
  const earlier = before?.totals[0];
  return (
    <div className="metric-head">
      <PeopleDoor
        doors={metricDoors(values.doors, total?.addresses ?? [], t)}
        title={name}
        label={t("metrics.openOf", { name, value: written.exact(total?.value) })}
      >
        {written.exact(total?.value)}
      </PeopleDoor>
      {look.before && earlier && (
        <Change
          value={total?.value}
          previous={earlier.value}
          good={good === "neither" ? "neutral" : good}
          against={t("metrics.against", { value: written.exact(earlier.value), days: span(look.before) })}
        />
      )}
      <span className="metric-quiet">{span(values.range)}</span>
    </div>
  );
}
