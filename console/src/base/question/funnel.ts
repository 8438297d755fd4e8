/** Funnel: how many people go through steps. */
import type { Answer, Funnel } from "@/contract";
import { likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrences, window } from "./parts";
import { rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";

export interface FunnelRow {
  step: number;
  event: string;
  breakdown?: unknown;
  people: number;
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
  rate: number | null;
  median_seconds: number | null;
}

export const funnelRows = (answer: Answer) => rowsOf<FunnelRow>(answer);
export const funnelTotals = (answer: Answer) => totalOf<FunnelTotal>(answer, "rows");

export const funnel: KindOf<Funnel> = {
  decode: (raw) =>
    asked<Funnel>(
      raw,
      { steps: occurrences, window: (value) => window(value ?? { value: 14, unit: "day" }) },
      { breakdown: breakdowns },
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
  map: (question, change) => ({ ...question, steps: question.steps.map(change) }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.funnel.say", {
      steps: question.steps.map((step) => occurrenceName(step, t)).join(" → "),
      window: `${question.window.value} ${t(`ask.unit.${question.window.unit}`)}`,
    }),
  breakdowns: 3,
  intervals: [],
};
