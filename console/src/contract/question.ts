/** The questions one can ask. The API takes them as plain JSON and refuses what it does not know by field. */

export type Scope = "event" | "person";

export type Op =
  | "="
  | "!="
  | "in"
  | "not in"
  | "<"
  | "<="
  | ">"
  | ">="
  | "between"
  | "contains"
  | "starts with"
  | "matches"
  | "is set"
  | "is not set";

export interface Condition {
  property: string;
  scope?: Scope;
  op: Op;
  value?: unknown;
}

export type Filter = Condition | { and: Filter[] } | { or: Filter[] } | { not: Filter };

export type Range = { from: string; to: string } | { last: number; unit: "day" | "week" | "month" };

export interface Breakdown {
  property: string;
  scope?: Scope;
  top?: number;
}

export type Measure =
  | "events"
  | "people"
  | "events_per_person"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "median"
  | "p90"
  | "p95"
  | "p99";

export interface Occurrence {
  /** null means any event. */
  event: string | null;
  filters?: Filter[];
  name?: string;
}

export type Step = Occurrence;

export interface Series extends Occurrence {
  measure: Measure;
  property?: string;
}

/** `marked` counts what is left out otherwise: events of bots, staff, test devices and debugged sources. */
export interface Trend {
  kind: "trend";
  series: Series[];
  interval: "hour" | "day" | "week" | "month";
  range: Range;
  filters?: Filter[];
  breakdown?: Breakdown;
  compare?: "previous";
  marked?: true;
}

export interface Window {
  value: number;
  unit: "second" | "minute" | "hour" | "day" | "week";
}

export interface Funnel {
  kind: "funnel";
  steps: Step[];
  window: Window;
  range: Range;
  filters?: Filter[];
  breakdown?: Breakdown;
  marked?: true;
}

export interface Retention {
  kind: "retention";
  start: Occurrence;
  return: Occurrence;
  cohort: "first" | "every";
  interval: "day" | "week" | "month";
  range: Range;
  filters?: Filter[];
  periods?: number;
  marked?: true;
}

export type Question = Trend | Funnel | Retention;
