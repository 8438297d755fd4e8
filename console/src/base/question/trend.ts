/** Trend: how figures develop over time. */
import type { TFunction } from "i18next";
import type { Formula, Series, Trend } from "@/contract";
import { propertyName } from "../names";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrenceWith } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { type Check, fieldsOf, listOf, positive, text, wordOf } from "./shape";
import { INTERVALS, MEASURES, needsProperty } from "./words";

export interface TrendRow {
  bucket: string;
  smoothed?: number | null;
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  complete: boolean;
  address: string | null;
  /** The addresses of the figures that a formula was computed from. */
  parts?: string[];
}

export interface TrendTotal {
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  address: string | null;
}

export const trendRows = (answer: Figures) => rowsOf<TrendRow>(answer);
export const trendTotals = (answer: Figures) => totalOf<TrendTotal>(answer, "series");

/** What a line is called: its event, and what is counted of it. */
export function seriesName(series: Series | undefined, t: TFunction): string {
  if (!series) return "";
  if (series.name) return series.name;
  const measure = t(`ask.measure.${series.measure}`);
  const of = series.property
    ? t("ask.measureOf", { measure, property: propertyName(series.property, t) })
    : measure;
  const days = series.days ? t("kinds.trend.ofDays", { what: of, count: series.days }) : of;
  const what = [
    series.per_person
      ? t("kinds.trend.perPersonOf", { what: days, how: t(`ask.measure.${series.per_person}`) })
      : days,
    ...(series.first_ever ? [t("kinds.trend.firstEver")] : []),
    ...(series.cumulative ? [t("kinds.trend.cumulative")] : []),
  ].join(" · ");
  return `${occurrenceName(series, t)} · ${what}`;
}

/** What a line of the answer is called, by its place: shown series first, formulas after them. */
export function lineName(question: Trend, index: number, t: TFunction): string {
  const shown = question.series.filter((one) => !one.hidden);
  if (index < shown.length) return seriesName(shown[index], t);
  const formula = question.formulas?.[index - shown.length];
  return formula?.name ?? formula?.formula ?? "";
}

const formula: Check<Formula> = (value) => fieldsOf<Formula>(value, { formula: text }, { name: text });

const series = occurrenceWith<Series>({ property: text });

export const trend: KindOf<Trend> = {
  decode: (raw) =>
    asked<Trend>(
      raw,
      {
        series: listOf((value) => {
          const one = series(value);
          return { ...one, measure: wordOf(MEASURES)(one.measure ?? "events") };
        }),
        interval: (value) => wordOf(INTERVALS)(value ?? "day"),
      },
      { breakdown: breakdowns, formulas: listOf(formula), smooth: positive },
    ),
  fresh: (_, range) => ({
    kind: "trend",
    series: [{ event: null, measure: "people" }],
    interval: "day",
    range,
  }),
  about: (question, events) => ({
    ...question,
    series: [...new Set(events)].map((event) => ({ event, measure: "people" })),
  }),
  occurrences: (question) => question.series,
  map: (question, change) => ({ ...question, series: question.series.map(change) }),
  missing: (question) =>
    question.series.flatMap((one, index) =>
      needsProperty(one.measure) && !one.property ? [`series.${index}.property`] : [],
    ),
  say: (question, t) =>
    t("kinds.trend.say", {
      what: [
        ...question.series.filter((one) => !one.hidden).map((one) => seriesName(one, t)),
        ...(question.formulas ?? []).map((one) => one.name ?? one.formula),
      ].join(" / "),
      interval: t(`ask.sentence.interval.${question.interval}`),
    }),
  breakdowns: 3,
  intervals: INTERVALS,
};
