/** The closed lists a question chooses from. */
import type { Did, Measure, Op, PropertyType } from "@/contract";

export const INTERVALS = ["hour", "day", "week", "month"] as const;
export const PERIODS = ["day", "week", "month"] as const;
export const WINDOW_UNITS = ["second", "minute", "hour", "day", "week"] as const;

export const FUNNEL_UNITS = [...WINDOW_UNITS, "calendar_day"] as const;

export const COUNT_MEASURES = [
  "events",
  "people",
  "events_per_person",
  "rolling_people",
  "stickiness",
] as const;
export const ROLLING: readonly Measure[] = ["rolling_people", "stickiness"];
export const PER_PERSON = ["avg", "median", "min", "max", "p90", "p95", "p99"] as const;
export const VALUE_MEASURES = ["sum", "avg", "median", "min", "max", "p90", "p95", "p99"] as const;
export const MEASURES: readonly Measure[] = [...COUNT_MEASURES, ...VALUE_MEASURES];

export const needsProperty = (measure: Measure) => (VALUE_MEASURES as readonly Measure[]).includes(measure);

export const OPS: readonly Op[] = [
  "=",
  "!=",
  "in",
  "not in",
  "<",
  "<=",
  ">",
  ">=",
  "between",
  "contains",
  "starts with",
  "matches",
  "is set",
  "is not set",
];

/** The operators that make sense for a type, the likeliest first. */
export const OPS_BY_TYPE: Record<PropertyType, readonly Op[]> = {
  text: ["in", "not in", "=", "!=", "contains", "starts with", "matches", "is set", "is not set"],
  number: ["=", "!=", ">", ">=", "<", "<=", "between", "in", "not in", "is set", "is not set"],
  time: [">=", "<=", ">", "<", "between", "=", "is set", "is not set"],
  boolean: ["=", "!=", "is set", "is not set"],
};

export const DID_OPS = [">=", ">", "=", "<", "<=", "!=", "between"] as const;
export type DidMeasure = NonNullable<Did["measure"]>;
export const DID_MEASURES: readonly DidMeasure[] = [
  "events",
  "days",
  "sum",
  "days_since_first",
  "days_since_last",
];
/** Measures that count days until today: they look at no window before an event. */
export const sinceThen = (measure: DidMeasure | undefined) =>
  measure === "days_since_first" || measure === "days_since_last";

export type ValueShape = "none" | "one" | "many" | "two";

export function shapeOf(op: Op): ValueShape {
  if (op === "is set" || op === "is not set") return "none";
  if (op === "in" || op === "not in") return "many";
  return op === "between" ? "two" : "one";
}
