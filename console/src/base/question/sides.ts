/** The same question asked of several lists of people, side by side. */
import type { Filter, Question } from "@/contract";

/** The side that holds everybody. */
export const EVERYONE = "all";

/** So many answers still have room beside each other. */
export const MOST_SIDES = 3;

/** The sides an address names: segments, and everyone; one alone is compared with everyone. None means one answer. */
export function sidesFrom(text: string | null): string[] {
  const named = [...new Set((text ?? "").split(",").filter(Boolean))].slice(0, MOST_SIDES);
  if (named.every((one) => one === EVERYONE)) return [];
  return named.length === 1 ? [...named, EVERYONE] : named;
}

export const sidesToText = (sides: readonly string[]): string | null => sides.join(",") || null;

/** Where a question says of whom it is: a list of people says it in `who`, for its filters choose events alone. */
const conditions = (question: Question): readonly Filter[] =>
  (question.kind === "people" ? question.who : question.filters) ?? [];

function withConditions<Q extends Question>(question: Q, of: readonly Filter[]): Q {
  if (question.kind === "people") return { ...question, who: of };
  const { filters: _, ...rest } = question;
  return { ...rest, ...(of.length > 0 ? { filters: of } : {}) } as unknown as Q;
}

/** The question asked of one side only. */
export function inSide<Q extends Question>(question: Q, side: string | null): Q {
  if (side === null || side === EVERYONE) return question;
  return withConditions(question, [...conditions(question), { segment: side }]);
}

/** The question as it was before it was asked of one side. */
export function outOfSide<Q extends Question>(question: Q, side: string | null): Q {
  const all = conditions(question);
  const at = all.findLastIndex((one) => "segment" in one && one.segment === side);
  return at < 0
    ? question
    : withConditions(
        question,
        all.filter((_, index) => index !== at),
      );
}
