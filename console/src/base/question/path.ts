/** Path: what people do after an event, or before it. */
import type { Path } from "@/contract";
import { likelyPath } from "./guess";
import type { KindOf } from "./kind";
import { asked, occurrence, occurrences } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { occurrenceName } from "./say";
import { listOf, positive, record } from "./shape";

export interface PathRow {
  step: number;
  node: string;
  people: number;
  paths: number;
  share: number | null;
  dropped: number | null;
  address: string;
  dropped_address: string | null;
}

export interface PathLink {
  /** The step of `from`. */
  step: number;
  from: string;
  to: string;
  people: number;
  paths: number;
  median_seconds: number | null;
  address: string;
}

/** Where paths end. */
export const PATH_END = "$end";

export const pathRows = (answer: Figures) => rowsOf<PathRow>(answer);
export const pathLinks = (answer: Figures) => totalOf<PathLink>(answer, "links");

export const path: KindOf<Path> = {
  decode: (raw) =>
    asked<Path>(
      raw,
      { anchor: occurrence },
      {
        steps: positive,
        top: positive,
        within: record,
        only: occurrences,
        exclude: occurrences,
        split: listOf(record),
        rename: listOf(record),
      },
    ),
  fresh: (events, range) => ({
    kind: "path",
    anchor: { event: likelyPath(events)[0] ?? null },
    steps: 4,
    top: 6,
    range,
  }),
  about: (question, events) => ({ ...question, anchor: { event: events[0] ?? null } }),
  occurrences: (question) => [question.anchor],
  map: (question, change) => ({
    ...question,
    anchor: change(question.anchor),
    ...(question.only ? { only: question.only.map(change) } : {}),
    ...(question.exclude ? { exclude: question.exclude.map(change) } : {}),
  }),
  missing: () => [],
  say: (question, t) =>
    t(question.direction === "backward" ? "kinds.path.sayBefore" : "kinds.path.say", {
      event: occurrenceName(question.anchor, t),
    }),
  breakdowns: 0,
  intervals: [],
};
