/** Frequency: how often people do something. */
import type { Frequency } from "@/contract";
import { goalEvent } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, number, positive, wordOf } from "./shape";
import { PERIODS } from "./words";

export interface FrequencyRow {
  bucket?: string;
  breakdown?: unknown;
  from: number;
  to: number | null;
  people: number;
  share: number | null;
  complete: boolean;
  address: string;
}

export interface FrequencyTotal {
  bucket?: string;
  breakdown?: unknown;
  people: number;
  events: number;
  mean: number | null;
  median: number | null;
  p90: number | null;
  max: number | null;
  address: string;
}

export const frequencyRows = (answer: Figures) => rowsOf<FrequencyRow>(answer);
export const frequencyTotals = (answer: Figures) => totalOf<FrequencyTotal>(answer, "groups");

export const frequency: KindOf<Frequency> = {
  decode: (raw) =>
    asked<Frequency>(
      raw,
      { activity: occurrence },
      {
        interval: wordOf(PERIODS),
        exact: positive,
        brackets: listOf(number),
        breakdown: breakdowns,
      },
    ),
  fresh: (events, range) => ({ kind: "frequency", activity: { event: goalEvent(events) }, range }),
  about: (question, events) =>
    events.length === 1 ? { ...question, activity: { event: events[0] ?? null } } : question,
  occurrences: (question) => [question.activity],
  map: (question, change) => ({ ...question, activity: change(question.activity) }),
  missing: () => [],
  say: (question, t) => {
    const event = occurrenceName(question.activity, t);
    return question.interval
      ? t("kinds.frequency.sayEach", { event, interval: t(`ask.sentence.interval.${question.interval}`) })
      : t("kinds.frequency.say", { event });
  },
  breakdowns: 3,
  intervals: PERIODS,
  wholeRange: true,
};
