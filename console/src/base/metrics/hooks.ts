/** What components ask about metrics. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MetricBody } from "@/contract";
import { catalogueQuery, metricsQuery } from "../api";
import { dayIn, today } from "../format";
import { useProject, useProjectFormat } from "../project";
import { latest } from "../range";
import { lastWholeDay } from "./periods";
import { metricName } from "./words";
import { type Written, writtenBy } from "./write";

/** How values of a metric are written. */
export function useWritten(metric: Pick<MetricBody, "unit" | "currency">): Written {
  const { t } = useTranslation();
  const { currency } = useProject();
  const format = useProjectFormat();
  return useMemo(() => writtenBy(metric, format, t, currency), [metric, format, t, currency]);
}

/** The name of a metric by its key; the key itself while it is not known. */
export function useMetricNames(): (key: string) => string {
  const project = useProject();
  const { locale } = useProjectFormat();
  const { data } = useQuery(metricsQuery(project.id));
  return useCallback(
    (key) => {
      const found = data?.find((one) => one.key === key);
      return found ? metricName(found.metric, locale) : key;
    },
    [data, locale],
  );
}

/** The last day of which everything is known: the one before the day on which the newest event was. Null while unknown. */
export function useLastDay(): string | null {
  const project = useProject();
  const { data, error } = useQuery(catalogueQuery(project.id));
  return useMemo(() => {
    if (!data && !error) return null;
    const newest = latest((data?.events ?? []).map((event) => event.last_seen));
    return lastWholeDay(newest && dayIn(new Date(newest), project.timezone), today(project.timezone));
  }, [data, error, project.timezone]);
}
