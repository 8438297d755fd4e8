import { useMemo } from "react";
import { metricSentence, useMetricNames } from "@/base/metrics";
import type { MetricBody } from "@/contract";
import { useRuleWords } from "../filters/RuleText";

/** How a metric is computed, as a sentence. */
export function MetricText({ metric }: { metric: MetricBody }) {
  const rule = useRuleWords();
  const named = useMetricNames();
  const words = useMemo(() => ({ ...rule, named }), [rule, named]);
  return <>{metricSentence(metric, words)}</>;
}
