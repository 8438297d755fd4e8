/** Drivers: what those who converted did more, or less, than the others. */
import type { Drivers, FunnelShape } from "@/contract";
import { funnelSteps, funnelWindow } from "./funnel";
import { likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { fieldsOf, listOf, record } from "./shape";

type Side = "converted" | "other";
type How = "with" | "without";

export type DriverRow = Record<`${Side}_${How}`, number> &
  Record<`${Side}_${How}_address`, string> & {
    event: string | null;
    property?: string | null;
    value?: unknown;
    converted_share: number | null;
    other_share: number | null;
    odds_ratio: number | null;
    odds_low: number | null;
    odds_high: number | null;
    p: number | null;
    q: number | null;
  };

export interface DriverTotal {
  people: number;
  converted: number;
  others: number;
  address: string;
  converted_address: string;
  others_address: string;
}

export const driverRows = (answer: Figures) => rowsOf<DriverRow>(answer);
export const driverTotal = (answer: Figures) => totalOf<DriverTotal>(answer, "rows")[0];

const shape = (value: unknown) =>
  fieldsOf<FunnelShape>(value, { steps: funnelSteps }, { window: funnelWindow, exclude: listOf(record) });

export const drivers: KindOf<Drivers> = {
  decode: (raw) => asked<Drivers>(raw, { funnel: shape }, { properties: listOf(record) }),
  fresh: (events, range) => {
    const path = likelyPath(events);
    return {
      kind: "drivers",
      funnel: {
        steps: [path[0], path.at(-1)].map((event) => ({ event: event ?? null })),
        window: { value: 14, unit: "day" },
      },
      range,
    };
  },
  about: (question, events) =>
    events.length > 1
      ? { ...question, funnel: { ...question.funnel, steps: events.map((event) => ({ event })) } }
      : question,
  occurrences: (question) => question.funnel.steps,
  map: (question, change) => ({
    ...question,
    funnel: { ...question.funnel, steps: question.funnel.steps.map(change) },
  }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.drivers.say", {
      steps: question.funnel.steps.map((step) => occurrenceName(step, t)).join(" → "),
    }),
  breakdowns: 0,
  intervals: [],
};
