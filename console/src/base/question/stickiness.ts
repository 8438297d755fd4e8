/** Stickiness: on how many days of a week or month people are active. */
import type { Stickiness } from "@/contract";
import { intervalFor } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { wordOf } from "./shape";

export interface StickinessRow {
  bucket: string;
  breakdown?: unknown;
  days: number;
  people: number;
  share: number | null;
  at_least: number;
  at_least_share: number | null;
  complete: boolean;
  address: string;
  at_least_address: string;
}

export interface StickinessPeriod {
  bucket: string;
  breakdown?: unknown;
  active: number;
  address: string;
  average_days: number | null;
  stickiness: number | null;
  complete?: boolean;
}

export interface StickinessAverage {
  breakdown?: unknown;
  days: number;
  share: number | null;
  at_least_share: number | null;
}

export const stickinessRows = (answer: Figures) => rowsOf<StickinessRow>(answer);
export const stickinessPeriods = (answer: Figures) => totalOf<StickinessPeriod>(answer, "periods");
export const stickinessAverage = (answer: Figures) => totalOf<StickinessAverage>(answer, "average");

const INTERVALS = ["week", "month"] as const;

export const stickiness: KindOf<Stickiness> = {
  decode: (raw) =>
    asked<Stickiness>(
      raw,
      { activity: occurrence, interval: (value) => wordOf(INTERVALS)(value ?? "week") },
      { breakdown: breakdowns },
    ),
  fresh: (_, range) => ({
    kind: "stickiness",
    activity: { event: null },
    interval: intervalFor(range) === "month" ? "month" : "week",
    range,
  }),
  about: (question, events) =>
    events.length === 1 ? { ...question, activity: { event: events[0] ?? null } } : question,
  occurrences: (question) => [question.activity],
  map: (question, change) => ({ ...question, activity: change(question.activity) }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.stickiness.say", {
      event: occurrenceName(question.activity, t),
      interval: t(`ask.sentence.interval.${question.interval}`),
    }),
  breakdowns: 3,
  intervals: INTERVALS,
};
