/** What the catalogue's tables show: found by name, in the order asked for. Pure. */
import type { EventSummary, PropertySummary } from "@/contract";

export const EVENT_SORTS = ["count", "people", "name", "first_seen", "last_seen"] as const;
export type EventSort = (typeof EVENT_SORTS)[number];
export type Order = "asc" | "desc";

const found = (name: string, search: string) => name.toLowerCase().includes(search.trim().toLowerCase());

export function sortOf(word: string | null): EventSort {
  return EVENT_SORTS.find((sort) => sort === word) ?? "count";
}

/** Events that match, sorted; those that never happened stand last whatever the order. */
export function eventRows(
  events: readonly EventSummary[],
  search: string,
  sort: EventSort,
  order: Order,
  named: (name: string) => string = (name) => name,
): EventSummary[] {
  const sign = order === "asc" ? 1 : -1;
  return events
    .filter((event) => found(event.name, search) || found(named(event.name), search))
    .sort((a, b) => {
      const [x, y] = [a[sort], b[sort]];
      if (x === y) return a.name.localeCompare(b.name);
      if (x === null) return 1;
      if (y === null) return -1;
      if (typeof x === "string" && typeof y === "string") return sign * x.localeCompare(y);
      return sign * (Number(x) - Number(y));
    });
}

/** Properties that match: those of events first, each group by name. */
export function propertyRows(
  properties: readonly PropertySummary[],
  search: string,
  named: (name: string) => string = (name) => name,
): PropertySummary[] {
  return properties
    .filter((property) => found(property.name, search) || found(named(property.name), search))
    .sort((a, b) => a.scope.localeCompare(b.scope) || a.name.localeCompare(b.name));
}
