/** A slice of a metric as filters: what asks for exactly its events. */
import type { Filter } from "@/contract";
import { OTHER } from "../format";

export type SliceValues = Record<string, string | number | boolean | null>;

/** Null where it holds what no filter can say: everything outside the values that were looked at. */
export function sliceFilters(values: SliceValues): Filter[] | null {
  const found: Filter[] = [];
  for (const [property, value] of Object.entries(values)) {
    if (value === OTHER) return null;
    found.push(value === null ? { property, op: "is not set" } : { property, op: "=", value });
  }
  return found;
}
