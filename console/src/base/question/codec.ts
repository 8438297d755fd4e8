/** A question as one word of an address, and back. What comes from outside is checked before it is believed. */
import type { Filter, Question } from "@/contract";
import { decode, encode } from "../url/rison";
import { isKind, kindOf } from "./kinds";
import { filters } from "./parts";
import { record } from "./shape";

export const questionToText = (question: Question): string => encode(question);

/** The question an address holds; null when it holds none that this console can show. */
export function questionFromText(text: string | null): Question | null {
  if (!text) return null;
  try {
    return asQuestion(decode(text));
  } catch {
    return null;
  }
}

/** A question from JSON; throws TypeError on what is none. */
export function asQuestion(value: unknown): Question {
  const raw = record(value);
  if (!isKind(raw.kind)) throw new TypeError("no such kind of question");
  return kindOf(raw.kind).decode(raw);
}

/** Filters from JSON; throws TypeError on what are none. */
export const filtersFrom = (value: unknown): Filter[] => filters(value);
