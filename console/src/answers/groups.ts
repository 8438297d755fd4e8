/** The groups of an answer that was taken apart, each with its rows, name and colour. */
import { coloursOf, WHOLE } from "@/base/palette";
import { groupKey } from "@/base/question";
import { colourKey } from "@/charts";

export interface Group<R> {
  key: string;
  name: string;
  colour: string;
  rows: R[];
}

/** Groups in the order of the answer; one that holds all where nothing was taken apart. */
export function groupsOf<R extends { breakdown?: unknown }>(
  rows: readonly R[],
  names: { broken: boolean; value: (value: unknown) => string; whole: string },
  dark: boolean,
): Group<R>[] {
  const found = new Map<string, { value: unknown; rows: R[] }>();
  for (const row of rows) {
    const key = groupKey(row.breakdown);
    const group = found.get(key);
    if (group) group.rows.push(row);
    else found.set(key, { value: row.breakdown ?? null, rows: [row] });
  }
  const colours = coloursOf(
    [...found.values()].map(({ value }) => (names.broken ? colourKey(value) : WHOLE)),
    dark,
  );
  return [...found.entries()].map(([key, { value, rows: own }], index) => ({
    key,
    name: names.broken ? names.value(value) : names.whole,
    colour: colours[index] ?? "",
    rows: own,
  }));
}

/** The one that is looked at: the one named, else the first. */
export const chosenOf = <T extends { key: string }>(list: readonly T[], key: string | null): T | undefined =>
  list.find((one) => one.key === key) ?? list[0];
