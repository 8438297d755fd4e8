/** Distribution: which values a property has, and how often. */
import type { Distribution } from "@/contract";
import { propertyName } from "../names";
import { amountProperty, goalEvent } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, number, text, wordOf } from "./shape";

/** Of a number `from` and `to`, of a text or boolean `value`. */
export interface DistributionRow {
  breakdown?: unknown;
  from?: number | null;
  to?: number | null;
  value?: unknown;
  count: number;
  people: number;
  share: number | null;
  address: string;
}

export interface DistributionTotal {
  breakdown?: unknown;
  count: number;
  people: number;
  unset: number;
  mean?: number | null;
  median?: number | null;
  p10?: number | null;
  p90?: number | null;
  sum?: number | null;
  address: string;
}

export const distributionRows = (answer: Figures) => rowsOf<DistributionRow>(answer);
export const distributionTotals = (answer: Figures) => totalOf<DistributionTotal>(answer, "rows");

export const distribution: KindOf<Distribution> = {
  decode: (raw) =>
    asked<Distribution>(
      raw,
      { event: occurrence, property: (value) => text(value ?? "") },
      { scope: wordOf(["event", "person"] as const), edges: listOf(number), breakdown: breakdowns },
    ),
  fresh: (events, range, properties) => ({
    kind: "distribution",
    event: { event: goalEvent(events) },
    property: amountProperty(properties),
    range,
  }),
  about: (question, events) => ({ ...question, event: { event: events.at(-1) ?? null } }),
  occurrences: (question) => [question.event],
  map: (question, change) => ({ ...question, event: change(question.event) }),
  missing: (question) => (question.property === "" ? ["property"] : []),
  say: (question, t) =>
    t("kinds.distribution.say", {
      event: occurrenceName(question.event, t),
      property: propertyName(question.property, t),
    }),
  breakdowns: 3,
  intervals: [],
};
