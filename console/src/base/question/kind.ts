/** What the console must know of a kind of question. One file beside this one for each kind says it. */
import type { TFunction } from "i18next";
import type { EventSummary, Occurrence, PropertySummary, Question, Range } from "@/contract";
import type { Raw } from "./shape";

export type Period = "hour" | "day" | "week" | "month";

export interface KindOf<Q extends Question> {
  /** A question from JSON; throws TypeError where the console could not show it. Left-out options get defaults. */
  decode: (raw: Raw) => Q;
  /** A question that gives a good answer for a project nobody has told us anything about. */
  fresh: (events: EventSummary[], range: Range, properties: PropertySummary[]) => Q;
  /** The same about these events (at least one), which another question was about. */
  about: (question: Q, events: string[]) => Q;
  /** Its events with their filters, in order. */
  occurrences: (question: Q) => Occurrence[];
  /** The same with each event (and its filters) changed. */
  map: (question: Q, change: <T extends Occurrence>(one: T) => T) => Q;
  /** Fields that must be chosen before it can be asked. */
  missing: (question: Q) => string[];
  /** The whole question in one line. */
  say: (question: Q, t: TFunction) => string;
  /** By how many properties it can be broken down. */
  breakdowns: number;
  /** Lengths of a period that can be chosen beside the range. */
  intervals: readonly Period[];
  /** Whether the whole range can be one period. */
  wholeRange?: true;
}
