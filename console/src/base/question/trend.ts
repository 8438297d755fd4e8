/** Trend: how figures develop over time. */
import type { TFunction } from "i18next";
import type { Answer, Series, Trend } from "@/contract";
import { propertyName } from "../names";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrenceWith } from "./parts";
import { rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, text, wordOf } from "./shape";
import { INTERVALS, MEASURES, needsProperty } from "./words";

export interface TrendRow {
  bucket: string;
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  complete: boolean;
  address: string;
}

export interface TrendTotal {
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  address: string;
}

export const trendRows = (answer: Answer) => rowsOf<TrendRow>(answer);
export const trendTotals = (answer: Answer) => totalOf<TrendTotal>(answer, "series");

/** What a line is called: its event, and what is counted of it. */
export function seriesName(series: Series | undefined, t: TFunction): string {
  if (!series) return "";
  if (series.name) return series.name;
  const measure = t(`ask.measure.${series.measure}`);
  const what = series.property
    ? t("ask.measureOf", { measure, property: propertyName(series.property, t) })
    : measure;
  return `${occurrenceName(series, t)} · ${what}`;
}

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
      { breakdown: breakdowns },
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
      what: question.series.map((one) => seriesName(one, t)).join(" / "),
      interval: t(`ask.sentence.interval.${question.interval}`),
    }),
  breakdowns: 3,
  intervals: INTERVALS,
};
