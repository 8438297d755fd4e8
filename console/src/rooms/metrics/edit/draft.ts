/** A metric as it is being written: whole, but for what is still to be chosen. */
import { completeFilters, settled } from "@/base/question";
import type { Events, Filter, MetricBody, Occurrence, Step, WireFilters } from "@/contract";

export type Shape = MetricBody["is"];
export type ShapeType = Shape["type"];
export type Unit = NonNullable<MetricBody["unit"]>;

export interface Draft {
  key: string;
  metric: MetricBody;
}

export const TYPES: readonly ShapeType[] = [
  "count",
  "people",
  "sum",
  "average",
  "percentile",
  "ratio",
  "formula",
  "conversion",
  "retention",
  "stickiness",
  "rolling",
  "cumulative",
  "fact",
  "distinct",
  "sessions",
  "lifecycle",
  "time_between",
  "ltv",
  "payback",
];

const UNIT: Partial<Record<ShapeType, Unit>> = {
  people: "people",
  conversion: "share",
  retention: "share",
  stickiness: "share",
  lifecycle: "people",
  time_between: "seconds",
  ltv: "money",
  payback: "days",
};

/** The unit that a type has most often. */
export const unitOf = (type: ShapeType): Unit => UNIT[type] ?? "number";

type Half = Record<string, unknown>;

/** The wire's events as the editors take them, and back. */
export const events = (is: Shape): Occurrence => is as unknown as Occurrence;
export const asShape = (half: object): Shape => half as unknown as Shape;

/** The events that a shape is about, to begin another with. */
function ofEvents(is: Shape): Half {
  if ("event" in is) {
    const { event, filters, or } = is;
    return { event, ...(filters?.length ? { filters } : {}), ...(or?.length ? { or } : {}) };
  }
  if (is.type === "conversion") return { event: is.steps[0]?.event ?? null };
  if ("start" in is) return { event: is.start.event };
  return { event: "acquired" in is ? is.acquired.event : null };
}

const ofMetric = (is: Shape): string => ("of" in is ? is.of : "");

/** A shape of another type; what both have stays. */
export function withType(is: Shape, type: ShapeType, likely: string | null): Shape {
  const known = ofEvents(is);
  const event = known.event === null ? { event: likely } : known;
  const property = "property" in is ? is.property : "";
  switch (type) {
    case "count":
    case "people":
      return asShape({ type, ...event });
    case "sum":
    case "average":
    case "percentile":
    case "distinct":
      return asShape({ type, ...event, property });
    case "sessions":
      return asShape({ type, ...event, figure: "sessions" });
    case "lifecycle":
      return asShape({ type, ...event, figure: "churned", every: "week" });
    case "time_between":
      return asShape({ type, start: event, end: { event: null }, window: { value: 30, unit: "day" } });
    case "ltv":
      return asShape({ type, acquired: event, revenue: { event: null, property }, days: 30 });
    case "payback":
      return asShape({ type, acquired: event, revenue: { event: null, property }, cost: "" });
    case "stickiness":
      return asShape({ type, ...event, days: 30 });
    case "ratio":
      return asShape({ type, of: ofMetric(is), by: "" });
    case "formula":
      return asShape({ type, formula: is.type === "ratio" ? `${is.of} / ${is.by}` : ofMetric(is) });
    case "conversion":
      return asShape({ type, steps: [event, { event: null }], window: { value: 7, unit: "day" } });
    case "retention":
      return asShape({ type, start: event, return: { event: null }, at: 1 });
    case "rolling":
      return asShape({ type, of: ofMetric(is), days: 7 });
    case "cumulative":
      return asShape({ type, of: ofMetric(is) });
    case "fact":
      return asShape({ type, fact: "" });
  }
}

/** The metric with another type; a unit that was the old type's becomes the new one's. */
export function retyped(metric: MetricBody, type: ShapeType, likely: string | null): MetricBody {
  const unit = metric.unit ?? "number";
  const { over: _, ...rest } = metric;
  return {
    ...rest,
    is: withType(metric.is, type, likely),
    unit: unit === unitOf(metric.is.type) ? unitOf(type) : unit,
  };
}

export const withUnit = ({ currency, ...metric }: MetricBody, unit: Unit): MetricBody => ({
  ...metric,
  unit,
  ...(unit === "money" && currency ? { currency } : {}),
});

export const begun = (event: string | null): Draft => ({
  key: "",
  metric: { name: { zh: "", en: "" }, is: asShape({ type: "people", event }), unit: "people" },
});

/** A known metric to be changed: its note and day belong to what it said before. */
export function changing(key: string, metric: MetricBody): Draft {
  const { note: _, effective: __, ...rest } = metric;
  return { key, metric: rest };
}

const KEY = /^[a-z][a-z0-9_]{0,59}$/;
/** Pages of metrics that have an address of their own. */
const PAGES = ["new", "pack"];
export const isKey = (key: string) => KEY.test(key) && !PAGES.includes(key);

/** A key from an English name: “Paying people” is `paying_people`. */
export const keyFrom = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 60);

const wired = (filters: unknown) => completeFilters(filters as Filter[] | undefined) as WireFilters;

/** Without conditions that are still being written; null where something must be chosen first. */
export function whole(metric: MetricBody): MetricBody | null {
  const is = wholeShape(metric.is);
  return is && { ...metric, is, filters: wired(metric.filters) };
}

function wholeShape(is: Shape): Shape | null {
  switch (is.type) {
    case "sum":
    case "average":
    case "percentile":
    case "distinct":
      return is.property ? settledShape(is) : null;
    case "sessions":
    case "lifecycle":
    case "count":
    case "people":
    case "stickiness":
      return settledShape(is);
    case "ratio":
      return is.of && is.by ? is : null;
    case "rolling":
    case "cumulative":
      return is.of ? is : null;
    case "formula":
      return is.formula.trim() ? is : null;
    case "fact":
      return is.fact ? is : null;
    case "retention":
      return asShape({ ...is, start: one(is.start), return: one(is.return) });
    case "time_between":
      return asShape({ ...is, start: one(is.start), end: one(is.end) });
    case "ltv":
      return is.revenue.property ? settledWorth(is) : null;
    case "payback":
      return is.revenue.property && is.cost ? settledWorth(is) : null;
    case "conversion":
      return asShape({ ...is, steps: is.steps.map((step) => settled(step as unknown as Step)) });
  }
}

const settledWorth = (is: Extract<Shape, { acquired: unknown }>): Shape =>
  asShape({ ...is, acquired: one(is.acquired), revenue: one(is.revenue) });
const one = (events: unknown) => settled(events as Events);
const settledShape = (is: Shape): Shape => asShape(settled(events(is)));
