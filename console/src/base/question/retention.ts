/** Retention: how many of those who began come back. */
import type { Retention } from "@/contract";
import { intervalFor } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, number, positive, record, wordOf } from "./shape";
import { PERIODS } from "./words";

export interface RetentionRow {
  cohort: string;
  breakdown?: unknown;
  offset: number;
  /** The last offset of a bracket. */
  offset_to?: number;
  lost?: number | null;
  lost_address?: string | null;
  value?: number | null;
  value_per_person?: number | null;
  people: number;
  size: number;
  rate: number | null;
  complete: boolean;
  address: string;
  cohort_address: string;
}

export interface RetentionAverage {
  breakdown?: unknown;
  value_per_person?: number | null;
  offset: number;
  people: number;
  of: number;
  rate: number | null;
  complete: boolean;
}

export const retentionRows = (answer: Figures) => rowsOf<RetentionRow>(answer);
export const retentionAverage = (answer: Figures) => totalOf<RetentionAverage>(answer, "average");

export const retention: KindOf<Retention> = {
  decode: (raw) =>
    asked<Retention>(
      raw,
      {
        start: occurrence,
        return: occurrence,
        cohort: (value) => wordOf(["first", "every"] as const)(value ?? "first"),
        interval: (value) => wordOf(PERIODS)(value ?? "day"),
      },
      { periods: positive, brackets: listOf(listOf(number)), value: record, breakdown: breakdowns },
    ),
  fresh: (_, range) => ({
    kind: "retention",
    start: { event: null },
    return: { event: null },
    cohort: "first",
    interval: intervalFor(range),
    range,
  }),
  about: (question, events) => ({ ...question, start: { event: events[0] ?? null } }),
  occurrences: (question) => [question.start, question.return],
  map: (question, change) => ({
    ...question,
    start: change(question.start),
    return: change(question.return),
  }),
  missing: (question) => (question.value && !question.value.property ? ["value.property"] : []),
  say: (question, t) =>
    t("kinds.retention.say", {
      start: occurrenceName(question.start, t),
      back: occurrenceName(question.return, t),
      interval: t(`ask.sentence.interval.${question.interval}`),
    }),
  breakdowns: 3,
  intervals: PERIODS,
};
