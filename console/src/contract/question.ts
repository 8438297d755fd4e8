/**
 * The questions one can ask. Options of a kind come from the generated contract; what all kinds share is written
 * here, because an editor also holds what is half-made: a condition without its value yet.
 */
import type { components } from "./api";

type Wire = components["schemas"]["Question"];

export type Scope = "event" | "person";

export type Op = components["schemas"]["Condition"]["op"];

export interface Condition {
  property: string;
  scope?: Scope;
  op: Op;
  value?: unknown;
}

/** Events of one name, filtered. null means any event. */
export interface Events {
  event: string | null;
  filters?: Filter[];
}

/** When something was done: in the time before what is filtered, or on days of a range. */
export type Within = { before: Window } | { range: Range };

/**
 * People who did something so often (on so many days, worth so much, so many days ago), perhaps within a time.
 * `between` takes two numbers; one that is still to be chosen is null.
 */
export interface Did {
  did: Occurrence;
  op: "=" | "!=" | "<" | "<=" | ">" | ">=" | "between";
  value?: number | (number | null)[];
  measure?: "events" | "days" | "sum" | "days_since_first" | "days_since_last";
  property?: string;
  within?: Within;
}

/** People who did several things one after the other, perhaps within a time from the first to the last. */
export interface Sequence {
  sequence: Occurrence[];
  window?: Window;
  within?: Within;
}

/** People of a list that was kept. */
export interface InSegment {
  segment: string;
}

export type Leaf = Condition | Did | Sequence | InSegment;
export type Filter = Leaf | { and: Filter[] } | { or: Filter[] } | { not: Filter };

export type Range = { from: string; to: string } | { last: number; unit: "day" | "week" | "month" };

/** By a property's values, by ranges of a number, or by who is in a segment. */
export interface Breakdown {
  property?: string;
  segment?: string;
  scope?: Scope;
  top?: number;
  bins?: number;
  edges?: number[];
}

export type Breakdowns = Breakdown | Breakdown[];

export interface Occurrence extends Events {
  /** Further events that count as the same. */
  or?: Events[];
  name?: string;
}

export type TraitMeasure = components["schemas"]["yunying__metrics__computed__Trait"]["measure"];

/** What is computed of each person's events. Without a range all of them count. */
export interface Computed extends Occurrence {
  measure: TraitMeasure;
  property?: string;
  range?: Range;
}

export type Window = components["schemas"]["Window"];
/** `calendar_day` ends with a day of the project's zone. */
export type FunnelWindow = components["schemas"]["FunnelWindow"];

export type Compare = "previous" | { days: number } | { from: string };

/** `marked` counts what is left out otherwise: events of bots, staff, test devices and debugged sources. */
interface Shared {
  range: Range;
  filters?: Filter[];
  marked?: true;
  compare?: Compare;
}

type Draft<K extends Wire["kind"], Own = unknown> = Omit<
  Extract<Wire, { kind: K }>,
  keyof Shared | keyof Own | "kind" | "breakdown"
> &
  Shared &
  Own & { kind: K };

/** Kinds whose answers can be taken apart. */
interface Broken {
  breakdown?: Breakdowns;
}

type Period = "day" | "week" | "month";

export type Measure = NonNullable<components["schemas"]["Series"]["measure"]>;
type WireSeries = components["schemas"]["Series"];
export interface Series extends Occurrence {
  measure: Measure;
  property?: string;
  /** Days of a rolling window. */
  days?: number;
  per_person?: NonNullable<WireSeries["per_person"]>;
  first_ever?: true;
  cumulative?: true;
  /** Only there for formulas. */
  hidden?: true;
}

export interface Formula {
  formula: string;
  name?: string;
}

export interface Step extends Occurrence {
  optional?: boolean;
}

export interface Exclusion extends Occurrence {
  from?: number;
  to?: number;
}

export type Trend = Draft<
  "trend",
  Broken & { series: Series[]; formulas?: Formula[]; interval: "hour" | Period; smooth?: number }
>;
export type Funnel = Draft<"funnel", Broken & { steps: Step[]; window: FunnelWindow; exclude?: Exclusion[]; interval?: Period }>;
export type Retention = Draft<
  "retention",
  Broken & {
    start: Occurrence;
    return: Occurrence;
    cohort: "first" | "every";
    interval: Period;
    brackets?: number[][];
    value?: { property: string };
  }
>;
export type Lifecycle = Draft<"lifecycle", Broken & { activity: Occurrence; interval: Period }>;
export type Stickiness = Draft<"stickiness", Broken & { activity: Occurrence; interval: "week" | "month" }>;
export type Frequency = Draft<"frequency", Broken & { activity: Occurrence; interval?: Period }>;

export type TimeBetween = Draft<
  "interval",
  Broken & { start: Occurrence; end: Occurrence; window: Window; interval?: "hour" | Period }
>;
export type Distribution = Draft<"distribution", Broken & { event: Occurrence; property: string; scope?: Scope }>;
export type Sessions = Draft<"sessions", Broken & { event?: Occurrence; interval: "hour" | Period }>;

export type AttributionModel = NonNullable<components["schemas"]["Attribution"]["models"]>[number];

export interface Amounts extends Occurrence {
  property: string;
}
export type Ltv = Draft<
  "ltv",
  Broken & {
    acquired: Occurrence;
    revenue: Amounts;
    refunds?: Amounts;
    cohort: Period;
    age: Period;
    cost?: number | components["schemas"]["Cost"][];
  }
>;
export type Path = Draft<
  "path",
  { anchor: Occurrence; only?: Occurrence[]; exclude?: Occurrence[] }
>;
export type Attribution = Draft<
  "attribution",
  Broken & { conversion: Occurrence; touches: Occurrence[]; models: AttributionModel[]; window: Window }
>;
export interface FunnelShape {
  steps: Step[];
  window?: FunnelWindow;
  exclude?: Exclusion[];
}
export interface DriverProperty {
  property: string;
  scope?: Scope;
  top?: number;
}
export type Drivers = Draft<"drivers", { funnel: FunnelShape; properties?: DriverProperty[] }>;

type WireColumn = components["schemas"]["PersonColumn"];
export interface PersonColumn extends Omit<Occurrence, "event"> {
  measure: WireColumn["measure"];
  event?: string | null;
  property?: string;
}
export type PeopleList = Draft<"people", { who?: Filter[]; columns?: PersonColumn[] }>;

export type Migration = Draft<"migration", { interval?: Period }>;

export type Question =
  | Trend
  | Funnel
  | Retention
  | Lifecycle
  | Stickiness
  | Frequency
  | TimeBetween
  | Distribution
  | Sessions
  | Ltv
  | Path
  | Attribution
  | Drivers
  | Migration
  | PeopleList;
export type Kind = Question["kind"];
