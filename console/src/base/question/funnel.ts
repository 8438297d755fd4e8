/** Funnel: how many people go through steps. */
import type { TFunction } from "i18next";
import type { Exclusion, Funnel, FunnelWindow, Step } from "@/contract";
import { likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrenceWith } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { type Check, fieldsOf, flag, listOf, positive, record, wordOf } from "./shape";
import { FUNNEL_UNITS, PERIODS } from "./words";

export interface FunnelRow {
  step: number;
  event: string;
  breakdown?: unknown;
  people: number;
  /** What is counted when it is not people: sessions, orders. */
  units?: number;
  from_first: number | null;
  from_previous: number | null;
  median_seconds: number | null;
  median_seconds_from_previous?: number | null;
  address: string;
  dropped_address?: string | null;
}

export interface FunnelTotal {
  breakdown?: unknown;
  entered: number;
  converted: number;
  entered_units?: number;
  converted_units?: number;
  rate: number | null;
  median_seconds: number | null;
}

/** A bar of times: at least `from_seconds` and less than `to_seconds`. */
export interface TimeBar {
  breakdown?: unknown;
  from_seconds: number;
  to_seconds: number | null;
  people: number;
  units?: number;
  address: string;
}

export interface FunnelQuantiles {
  breakdown?: unknown;
  people: number;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  address: string;
}

export interface FunnelPeriod {
  bucket: string;
  breakdown?: unknown;
  entered: number;
  converted: number;
  rate: number | null;
  complete: boolean;
  address: string;
  converted_address: string;
}

export const funnelRows = (answer: Figures) => rowsOf<FunnelRow>(answer);
export const funnelTotals = (answer: Figures) => totalOf<FunnelTotal>(answer, "rows");
export const funnelTimes = (answer: Figures) => totalOf<TimeBar>(answer, "times");
export const funnelQuantiles = (answer: Figures) => totalOf<FunnelQuantiles>(answer, "quantiles");
export const funnelTrend = (answer: Figures) => totalOf<FunnelPeriod>(answer, "trend");

/** What a step is called; of steps in any order only how many were done is known. */
export const stepName = (question: Funnel, row: { step: number }, t: TFunction): string =>
  question.order === "any"
    ? t("kinds.funnel.anyStep", { step: row.step, of: question.steps.length })
    : occurrenceName(question.steps[row.step - 1], t);

/** The number of the last required step before one; 0 before the first. */
export const requiredBefore = (steps: readonly Step[], step: number): number => {
  for (let at = step - 1; at >= 1; at -= 1) if (!steps[at - 1]?.optional) return at;
  return 0;
};

export const funnelWindow: Check<FunnelWindow> = (value) =>
  fieldsOf<FunnelWindow>(value, { value: positive, unit: wordOf(FUNNEL_UNITS) });

export const funnelSteps = listOf(occurrenceWith<Step>({ optional: flag }));

const exclusions = listOf(occurrenceWith<Exclusion>({ from: positive, to: positive }));

export const funnel: KindOf<Funnel> = {
  decode: (raw) =>
    asked<Funnel>(
      raw,
      {
        steps: funnelSteps,
        window: (value) => funnelWindow(value ?? { value: 14, unit: "day" }),
      },
      { breakdown: breakdowns, exclude: exclusions, interval: wordOf(PERIODS), times: record },
    ),
  fresh: (events, range) => ({
    kind: "funnel",
    steps: likelyPath(events).map((event) => ({ event })),
    window: { value: 14, unit: "day" },
    range,
  }),
  about: (question, events) =>
    events.length > 1 ? { ...question, steps: events.map((event) => ({ event })) } : question,
  occurrences: (question) => question.steps,
  map: (question, change) => ({
    ...question,
    steps: question.steps.map(change),
    ...(question.exclude ? { exclude: question.exclude.map(change) } : {}),
  }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.funnel.say", {
      steps: question.steps.map((step) => occurrenceName(step, t)).join(" → "),
      window: `${question.window.value} ${t(`ask.unit.${question.window.unit}`)}`,
    }),
  breakdowns: 3,
  intervals: PERIODS,
  wholeRange: true,
};
