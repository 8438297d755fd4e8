/** Lifecycle: who is new, who stays, who comes back, who falls asleep. */
import type { Lifecycle } from "@/contract";
import { intervalFor } from "./guess";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { wordOf } from "./shape";
import { PERIODS } from "./words";

/** The parts of a period's people, those who fell asleep last. */
export const STATUSES = ["returning", "new", "resurrected", "dormant"] as const;
export type Status = (typeof STATUSES)[number];

export type LifecycleRow = Record<Status, number> &
  Record<`${Status}_address`, string | null> & {
    bucket: string;
    breakdown?: unknown;
    active: number;
    quick_ratio: number | null;
    complete: boolean;
    address: string;
  };

export interface LifecycleTotal extends Record<Status, number> {
  breakdown?: unknown;
  quick_ratio: number | null;
}

export const lifecycleRows = (answer: Figures) => rowsOf<LifecycleRow>(answer);
export const lifecycleTotals = (answer: Figures) => totalOf<LifecycleTotal>(answer, "groups");

export const lifecycle: KindOf<Lifecycle> = {
  decode: (raw) =>
    asked<Lifecycle>(
      raw,
      { activity: occurrence, interval: (value) => wordOf(PERIODS)(value ?? "week") },
      { breakdown: breakdowns },
    ),
  fresh: (_, range) => ({
    kind: "lifecycle",
    activity: { event: null },
    interval: intervalFor(range) === "day" ? "week" : intervalFor(range),
    range,
  }),
  about: (question, events) =>
    events.length === 1 ? { ...question, activity: { event: events[0] ?? null } } : question,
  occurrences: (question) => [question.activity],
  map: (question, change) => ({ ...question, activity: change(question.activity) }),
  missing: () => [],
  say: (question, t) =>
    t("kinds.lifecycle.say", {
      event: occurrenceName(question.activity, t),
      interval: t(`ask.sentence.interval.${question.interval}`),
    }),
  breakdowns: 3,
  intervals: PERIODS,
};
