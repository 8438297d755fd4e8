import type { MetricBody } from "@/contract";

export type Over = NonNullable<MetricBody["over"]>;

/** What a metric is of more than a day where it does not say so. */
export function ownOver(is: MetricBody["is"]): Over {
  const level = is.type === "fact" && is.sum_over_days === false;
  return level || is.type === "rolling" || is.type === "cumulative" ? "last" : "total";
}
