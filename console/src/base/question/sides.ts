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

/** The question asked of one side only. */
export function inSide<Q extends Question>(question: Q, side: string | null): Q {
  if (side === null || side === EVERYONE) return question;
  return { ...question, filters: [...(question.filters ?? []), { segment: side }] };
}

/** The question as it was before it was asked of one side. */
export function outOfSide<Q extends Question>(question: Q, side: string | null): Q {
  const { filters, ...rest } = question;
  const at = (filters ?? []).findLastIndex((one: Filter) => "segment" in one && one.segment === side);
  if (at < 0) return question;
  const left = (filters ?? []).filter((_, index) => index !== at);
  return { ...rest, ...(left.length > 0 ? { filters: left } : {}) } as unknown as Q;
}
