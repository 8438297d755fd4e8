/** Sessions: how many, how long, how deep. */
import type { Sessions } from "@/contract";
import type { KindOf } from "./kind";
import { asked, breakdowns, occurrence } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { wordOf } from "./shape";
import { INTERVALS } from "./words";

export const SESSION_FIGURES = [
  "sessions",
  "people",
  "sessions_per_person",
  "median_seconds",
  "mean_seconds",
  "events_per_session",
  "pageviews_per_session",
  "bounce_rate",
] as const;
export type SessionFigure = (typeof SESSION_FIGURES)[number];

export type SessionRow = Record<SessionFigure, number | null> & {
  bucket: string;
  breakdown?: unknown;
  complete: boolean;
  address: string;
  bounced: number;
  bounced_address: string;
};

/** With what most sessions begin or end. */
export interface SessionEnd {
  value: unknown;
  sessions: number;
  share: number | null;
  people: number;
  bounce_rate: number | null;
  address: string;
}

export const SESSION_ENDS = ["entry_page", "exit_page", "entry_event", "exit_event"] as const;

export const sessionRows = (answer: Figures) => rowsOf<SessionRow>(answer);
export const sessionTotals = (answer: Figures) => totalOf<SessionRow>(answer, "rows");
export const sessionEnds = (answer: Figures, which: string) => totalOf<SessionEnd>(answer, which);

export const sessions: KindOf<Sessions> = {
  decode: (raw) =>
    asked<Sessions>(
      raw,
      { interval: (value) => wordOf(INTERVALS)(value ?? "day") },
      { event: occurrence, breakdown: breakdowns },
    ),
  fresh: (_, range) => ({ kind: "sessions", interval: "day", range }),
  about: (question) => question,
  occurrences: (question) => (question.event ? [question.event] : []),
  map: (question, change) => ({ ...question, ...(question.event ? { event: change(question.event) } : {}) }),
  missing: () => [],
  say: (question, t) =>
    question.event?.event
      ? t("kinds.sessions.sayWith", {
          event: occurrenceName(question.event, t),
          interval: t(`ask.sentence.interval.${question.interval}`),
        })
      : t("kinds.sessions.say", { interval: t(`ask.sentence.interval.${question.interval}`) }),
  breakdowns: 3,
  intervals: INTERVALS,
};
