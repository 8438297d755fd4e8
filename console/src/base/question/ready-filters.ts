/** What is left of filters that are still being written. */
import type { Condition, Did, Filter, Occurrence, Sequence } from "@/contract";
import { shapeOf } from "./words";

const filled = (value: unknown) => value !== undefined && value !== null && value !== "";

export function isComplete(condition: Condition): boolean {
  if (condition.property === "") return false;
  const shape = shapeOf(condition.op);
  if (shape === "none") return true;
  if (shape === "one") return filled(condition.value);
  const values = Array.isArray(condition.value) ? condition.value.filter(filled) : [];
  return shape === "two" ? values.length === 2 : values.length > 0;
}

/** Filters without the conditions that are still being written. */
export function completeFilters(filters: Filter[] | undefined): Filter[] {
  return (filters ?? []).flatMap((filter): Filter[] => {
    if ("and" in filter) {
      const parts = completeFilters(filter.and);
      return parts.length > 0 ? [{ and: parts }] : [];
    }
    if ("or" in filter) {
      const parts = completeFilters(filter.or);
      return parts.length > 0 ? [{ or: parts }] : [];
    }
    if ("not" in filter) return completeFilters([filter.not]).map((part) => ({ not: part }));
    if ("segment" in filter) return filter.segment ? [filter] : [];
    if ("did" in filter) return wholeDid(filter);
    if ("sequence" in filter) return [wholeSequence(filter)];
    if (!isComplete(filter)) return [];
    return [shapeOf(filter.op) === "none" ? { ...filter, value: undefined } : filter];
  });
}

export function withComplete<T extends { filters?: Filter[] }>(part: T): T {
  const { filters, ...rest } = part;
  const complete = completeFilters(filters);
  return (complete.length > 0 ? { ...rest, filters: complete } : rest) as T;
}

function wholeDid(filter: Did): Did[] {
  const values = Array.isArray(filter.value) ? filter.value : [filter.value];
  const lacking =
    !values.every(filled) ||
    values.length !== (filter.op === "between" ? 2 : 1) ||
    (filter.measure === "sum" && !filter.property);
  return lacking ? [] : [{ ...filter, did: settled(filter.did) }];
}

const wholeSequence = (filter: Sequence): Sequence => ({
  ...filter,
  sequence: filter.sequence.map(settled),
});

/** An event without the conditions that are still being written, its alternatives as well. */
export function settled<T extends Occurrence>(one: T): T {
  const whole = withComplete(one);
  return whole.or ? { ...whole, or: whole.or.map(withComplete) } : whole;
}

/**
 * Where in filters that are still being written a place of the complete ones is: what is left out moves the others
 * up, and what the server says of the third condition may be about the fifth.
 */
export function placeIn(filters: readonly Filter[], place: string): string {
  const [first, ...rest] = place.split(".");
  const kept = filters.flatMap((one, index) => (completeFilters([one]).length > 0 ? [index] : []));
  const index = kept[Number(first)];
  const filter = index === undefined ? undefined : filters[index];
  if (index === undefined || filter === undefined) return place;
  return [index, ...within(filter, rest)].join(".");
}

function within(filter: Filter, place: string[]): string[] {
  const [key, ...rest] = place;
  if (key === "and" && "and" in filter && rest.length > 0) return [key, placeIn(filter.and, rest.join("."))];
  if (key === "or" && "or" in filter && rest.length > 0) return [key, placeIn(filter.or, rest.join("."))];
  if (key === "not" && "not" in filter) return [key, ...within(filter.not, rest)];
  if (key === "did" && "did" in filter && rest[0] === "filters" && rest.length > 1)
    return [key, "filters", placeIn(filter.did.filters ?? [], rest.slice(1).join("."))];
  return place;
}
