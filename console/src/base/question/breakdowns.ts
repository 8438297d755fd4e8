/** One breakdown or several, as a list; and what the groups of their answers are called. */
import type { TFunction } from "i18next";
import type { Breakdown, Breakdowns, Question } from "@/contract";
import { propertyName } from "../names";

export function breakdownsOf(question: Question): Breakdown[] {
  const own = "breakdown" in question ? (question.breakdown as Breakdowns | undefined) : undefined;
  return own === undefined ? [] : Array.isArray(own) ? own : [own];
}

export function withBreakdowns<Q extends Question>(question: Q, list: Breakdown[]): Q {
  const { breakdown: _, ...rest } = question as Q & { breakdown?: unknown };
  const own = list.length > 1 ? { breakdown: list } : list[0] ? { breakdown: list[0] } : {};
  return { ...rest, ...own } as unknown as Q;
}

/** The words over a column of groups. */
export const breakdownTitle = (question: Question, t: TFunction): string =>
  breakdownsOf(question)
    .map((one) => (one.segment ? t("ask.segment.label") : propertyName(one.property ?? "", t)))
    .join(" · ");

/** What tells groups apart. */
export const groupKey = (group: unknown): string => JSON.stringify(group ?? null);
