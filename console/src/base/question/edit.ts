/** Changes to lists and filter trees, as pure functions on values. */
import type { Condition, Did, Filter, Sequence } from "@/contract";

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

export const NEW_DID: Did = { did: { event: null }, op: ">=", value: 1 };

export const NEW_SEQUENCE: Sequence = { sequence: [{ event: null }, { event: null }] };

/** A filter as an editor sees it: a leaf, or a group that holds all or any of its parts, perhaps denied. */
export type FilterView =
  | { kind: "condition"; condition: Condition; denied: boolean }
  | { kind: "did"; did: Did; denied: boolean }
  | { kind: "sequence"; sequence: Sequence; denied: boolean }
  | { kind: "segment"; segment: string; denied: boolean }
  | { kind: "group"; joint: "and" | "or"; parts: Filter[]; denied: boolean };

export function viewOf(filter: Filter): FilterView {
  if ("not" in filter) {
    const inner = viewOf(filter.not);
    return { ...inner, denied: !inner.denied };
  }
  if ("and" in filter) return { kind: "group", joint: "and", parts: filter.and, denied: false };
  if ("or" in filter) return { kind: "group", joint: "or", parts: filter.or, denied: false };
  if ("did" in filter) return { kind: "did", did: filter, denied: false };
  if ("sequence" in filter) return { kind: "sequence", sequence: filter, denied: false };
  if ("segment" in filter) return { kind: "segment", segment: filter.segment, denied: false };
  return { kind: "condition", condition: filter, denied: false };
}

function plainOf(view: FilterView): Filter {
  switch (view.kind) {
    case "condition":
      return view.condition;
    case "did":
      return view.did;
    case "sequence":
      return view.sequence;
    case "segment":
      return { segment: view.segment };
    case "group":
      return view.joint === "and" ? { and: view.parts } : { or: view.parts };
  }
}

export const filterOf = (view: FilterView): Filter => (view.denied ? { not: plainOf(view) } : plainOf(view));

/** How many conditions filters hold, groups included. */
export function countConditions(filters: readonly Filter[] | undefined): number {
  return (filters ?? []).reduce((sum, filter) => {
    const view = viewOf(filter);
    return sum + (view.kind === "group" ? countConditions(view.parts) : 1);
  }, 0);
}
