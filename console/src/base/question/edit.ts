/** Changes to lists and filter trees, as pure functions on values. */
import type { Condition, Filter } from "@/contract";

export const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, index) => (index === at ? value : one));

export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return [...list];
  const out = [...list];
  const [one] = out.splice(from, 1);
  if (one !== undefined) out.splice(to, 0, one);
  return out;
}

/** Names of the places in a list. What is edited has no identity of its own; errors name it by place too. */
export const places = (path: string, list: readonly unknown[]): string[] =>
  list.map((_, index) => `${path}.${index}`);

export const NEW_CONDITION: Condition = { property: "", op: "in" };

/** A filter as an editor sees it: a condition, or a group that holds all or any of its parts, perhaps denied. */
export type FilterView =
  | { kind: "condition"; condition: Condition; denied: boolean }
  | { kind: "group"; joint: "and" | "or"; parts: Filter[]; denied: boolean };

export function viewOf(filter: Filter): FilterView {
  if ("not" in filter) {
    const inner = viewOf(filter.not);
    return { ...inner, denied: !inner.denied };
  }
  if ("and" in filter) return { kind: "group", joint: "and", parts: filter.and, denied: false };
  if ("or" in filter) return { kind: "group", joint: "or", parts: filter.or, denied: false };
  return { kind: "condition", condition: filter, denied: false };
}

export function filterOf(view: FilterView): Filter {
  const plain: Filter =
    view.kind === "condition"
      ? view.condition
      : view.joint === "and"
        ? { and: view.parts }
        : { or: view.parts };
  return view.denied ? { not: plain } : plain;
}

/** How many conditions filters hold, groups included. */
export function countConditions(filters: readonly Filter[] | undefined): number {
  return (filters ?? []).reduce((sum, filter) => {
    const view = viewOf(filter);
    return sum + (view.kind === "condition" ? 1 : countConditions(view.parts));
  }, 0);
}
