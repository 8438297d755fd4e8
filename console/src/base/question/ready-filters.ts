/** What is left of filters that are still being written. */
import type { Condition, Did, Filter } from "@/contract";
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
  const lacking = filter.value === undefined || (filter.measure === "sum" && !filter.property);
  return lacking ? [] : [{ ...filter, did: withComplete(filter.did) }];
}
