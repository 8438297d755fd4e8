import type { Format } from "@/base/format";
import type { Cell } from "@/base/question";
import type { Answer, Question } from "@/contract";

/** What a result can be taken away as. */
export interface ResultParts {
  table: () => { header: string[]; rows: Cell[][] };
  /** null while the picture is not on screen. */
  png: (() => string) | null;
}

export interface ResultProps<Q extends Question> {
  question: Q;
  answer: Answer;
  view: "chart" | "table";
  format: Format;
  dark: boolean;
  onOpen: (address: string, title: string, figure?: number) => void;
  onParts: (parts: ResultParts | null) => void;
}
