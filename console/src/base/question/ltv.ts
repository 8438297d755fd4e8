/** LTV: how much people are worth by the time since they came. */
import type { Amounts, Ltv } from "@/contract";
import { amountProperty, goalEvent, likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence, occurrenceWith } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { positive, text, wordOf } from "./shape";
import { PERIODS } from "./words";

export interface LtvRow {
  cohort: string;
  breakdown?: unknown;
  age: number;
  people: number;
  value: number | null;
  per_person: number | null;
  payers: number;
  paying_rate: number | null;
  complete: boolean;
  address: string;
  payers_address: string;
}

export type LtvAge = Omit<LtvRow, "cohort"> & { cohorts: number };

export interface Payback {
  cohort: string;
  breakdown?: unknown;
  people: number;
  cost_per_person: number | null;
  cost: number | null;
  value: number | null;
  payback_age: number | null;
  address: string;
}

export const ltvRows = (answer: Figures) => rowsOf<LtvRow>(answer);
export const ltvAges = (answer: Figures) => totalOf<LtvAge>(answer, "ages");
export const ltvPayback = (answer: Figures) => totalOf<Payback>(answer, "payback");

const amounts = occurrenceWith<Amounts>({ property: text });

export const ltv: KindOf<Ltv> = {
  decode: (raw) =>
    asked<Ltv>(
      raw,
      {
        acquired: occurrence,
        revenue: amounts,
        cohort: (value) => wordOf(PERIODS)(value ?? "month"),
        age: (value) => wordOf(PERIODS)(value ?? "month"),
      },
      { refunds: amounts, ages: positive, breakdown: breakdowns },
    ),
  fresh: (events, range, properties) => ({
    kind: "ltv",
    acquired: { event: likelyPath(events)[0] ?? null },
    revenue: { event: goalEvent(events), property: amountProperty(properties) },
    cohort: "week",
    age: "week",
    range: "last" in range && range.unit === "day" ? { last: Math.max(90, range.last), unit: "day" } : range,
  }),
  about: (question) => question,
  occurrences: (question) => [question.acquired, question.revenue],
  map: (question, change) => ({
    ...question,
    acquired: change(question.acquired),
    revenue: change(question.revenue),
    ...(question.refunds ? { refunds: change(question.refunds) } : {}),
  }),
  missing: (question) => [
    ...(question.revenue.property ? [] : ["revenue.property"]),
    ...(question.refunds && !question.refunds.property ? ["refunds.property"] : []),
  ],
  say: (question, t) =>
    t("kinds.ltv.say", {
      acquired: occurrenceName(question.acquired, t),
      revenue: occurrenceName(question.revenue, t),
    }),
  breakdowns: 3,
  intervals: [],
};
