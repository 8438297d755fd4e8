import { useQuery } from "@tanstack/react-query";
import { lastDays, useLastDay } from "@/base/metrics";
import { useProject } from "@/base/project";
import { useSettled } from "@/base/settled";
import type { MetricBody } from "@/contract";
import { previewQuery } from "../queries";
import { asShape, isKey } from "./draft";

const QUIET = 300;
const MONTH = 30;
const NOTHING: MetricBody = { name: { zh: "-", en: "-" }, is: asShape({ type: "count", event: null }) };

/** The values of a metric that is being written; computed anew a moment after what is measured changed. */
export function usePreview(key: string, metric: MetricBody | null) {
  const project = useProject();
  const last = useLastDay();
  // Names and notes change no figure.
  const { settled, waiting } = useSettled(
    metric && { ...NOTHING, is: metric.is, filters: metric.filters ?? [], over: metric.over ?? null },
    QUIET,
  );
  const query = useQuery({
    ...previewQuery(
      project.id,
      isKey(key) ? key : "",
      settled ?? NOTHING,
      lastDays(last ?? "2000-01-01", MONTH),
    ),
    enabled: settled !== null && metric !== null && last !== null,
  });
  return { query, waiting };
}
