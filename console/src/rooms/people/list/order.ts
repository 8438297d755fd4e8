/** The orders a people list can have, as words of the address. */

export const SORTS = ["last_seen", "first_seen", "events", "distinct_id"] as const;
export type Sort = (typeof SORTS)[number];
export type Order = "asc" | "desc";

export const sortOf = (word: string | null): Sort => SORTS.find((sort) => sort === word) ?? "last_seen";

export const orderOf = (word: string | null): Order => (word === "asc" ? "asc" : "desc");

export function pageOf(word: string | null): number {
  const page = Number(word);
  return Number.isInteger(page) && page > 0 ? page : 1;
}
