/** Interval: how long people take from one event to the next. */
import type { TimeBetween } from "@/contract";
import type { TimeBar } from "./funnel";
import { goalEvent, likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence, window } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, number, wordOf } from "./shape";
import { INTERVALS } from "./words";

export interface IntervalRow {
  bucket?: string;
  breakdown?: unknown;
  pairs: number;
  people: number;
  mean_seconds: number | null;
  p10_seconds: number | null;
  median_seconds: number | null;
  p90_seconds: number | null;
  max_seconds: number | null;
  complete: boolean;
  address: string;
}

export type IntervalBar = TimeBar & { pairs: number };

export const intervalRows = (answer: Figures) => rowsOf<IntervalRow>(answer);
export const intervalTotals = (answer: Figures) => totalOf<IntervalRow>(answer, "rows");
export const intervalBars = (answer: Figures) => totalOf<IntervalBar>(answer, "bars");

export const interval: KindOf<TimeBetween> = {
  decode: (raw) =>
    asked<TimeBetween>(
      raw,
      { start: occurrence, end: occurrence, window: (value) => window(value ?? { value: 30, unit: "day" }) },
      { interval: wordOf(INTERVALS), edges: listOf(number), breakdown: breakdowns },
    ),
  fresh: (events, range) => ({
    kind: "interval",
    start: { event: likelyPath(events).at(-2) ?? goalEvent(events) },
    end: { event: goalEvent(events) },
    window: { value: 30, unit: "day" },
    range,
  }),
  about: (question, events) =>
    events.length > 1
      ? { ...question, start: { event: events[0] ?? null }, end: { event: events.at(-1) ?? null } }
      : question,
  occurrences: (question) => [question.start, question.end],
  map: (question, change) => ({ ...question, start: change(question.start), end: change(question.end) }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.interval.say", {
      start: occurrenceName(question.start, t),
      end: occurrenceName(question.end, t),
    }),
  breakdowns: 3,
  intervals: INTERVALS,
  wholeRange: true,
};
