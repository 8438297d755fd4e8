/** Bins of a trait's values: how each is called, and who is in it. */
import type { Format } from "@/base/format";
import type { Filter, TraitBin, TraitSummary } from "@/contract";

export type BinWords =
  | { way: "one"; start: string }
  | { way: "more"; start: string }
  | { way: "range" | "below"; start: string; end: string };

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** A bin in words: whole numbers and days name the last one in it, others the first one beyond. */
export function binWords(
  { start, end }: TraitBin,
  whole: boolean,
  format: Pick<Format, "exact" | "day">,
): BinWords {
  const said = (value: number | string) =>
    typeof value === "number" ? format.exact(value) : format.day(value);
  if (end === null) return { way: "more", start: said(start) };
  if (start === end) return { way: "one", start: said(start) };
  if (!whole && typeof end === "number") return { way: "below", start: said(start), end: said(end) };
  const last = typeof end === "number" ? end - 1 : dayBefore(end);
  return start === last
    ? { way: "one", start: said(start) }
    : { way: "range", start: said(start), end: said(last) };
}

/** The condition that holds of the people of a bin of numbers; null for days, which conditions say otherwise. */
export function binFilter(name: string, { start, end }: TraitBin): Filter | null {
  if (typeof start !== "number" || (end !== null && typeof end !== "number")) return null;
  const is = (op: "=" | ">=" | "<", value: number): Filter => ({
    property: name,
    scope: "person",
    op,
    value,
  });
  if (end === start) return is("=", start);
  return end === null ? is(">=", start) : { and: [is(">=", start), is("<", end)] };
}

/** The condition for one of the most frequent values. */
export const valueFilter = (name: string, value: TraitSummary["values"][number]["value"]): Filter => ({
  property: name,
  scope: "person",
  op: "=",
  value,
});
