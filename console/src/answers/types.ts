import type { Format } from "@/base/format";
import type { Cell } from "@/base/question";
import type { Flag } from "@/charts";
import type { Answer, Question } from "@/contract";

/** What a result can be taken away as. */
export interface ResultParts {
  table: () => { header: string[]; rows: Cell[][] };
  /** null while the picture is not on screen. */
  png: (() => string) | null;
}

/**
 * Opens the people behind a figure. `figure` is how many there must be, where it counts people; `before` says that it
 * is one of the earlier range that the answer is compared with.
 */
export type OnOpen = (address: string, title: string, figure?: number, before?: boolean) => void;

export interface ResultProps<Q extends Question> {
  question: Q;
  answer: Answer;
  view: "chart" | "table";
  format: Format;
  dark: boolean;
  onOpen: OnOpen;
  /** What happened on days of the range. */
  flags: readonly Flag[];
  /** Ask something else, such as a further part of the answer; `look` says what to show then. */
  onAsk: (question: Question, look?: Record<string, string | null>) => void;
  onParts: (parts: ResultParts | null) => void;
}
