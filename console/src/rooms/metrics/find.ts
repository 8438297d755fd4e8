/** Which metrics a search and tags leave. */
import type { DefinedMetric } from "@/contract";

export const tagsOf = (metrics: readonly DefinedMetric[]): string[] =>
  [...new Set(metrics.flatMap((one) => one.metric.tags ?? []))].sort((a, b) => a.localeCompare(b));

/** Those that have every tag and in whose names, key, owner or description every word is found. */
export function found(
  metrics: readonly DefinedMetric[],
  search: string,
  tags: readonly string[],
): DefinedMetric[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return metrics.filter(({ key, metric }) => {
    const { name, description, owner } = metric;
    const text = [key, name.zh, name.en, description?.zh, description?.en, owner].join(" ").toLowerCase();
    return words.every((word) => text.includes(word)) && tags.every((tag) => metric.tags?.includes(tag));
  });
}
