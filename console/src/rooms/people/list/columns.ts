/** Which person properties deserve a column. Pure. */
import type { PersonRow } from "@/contract";

const LONG = 40;

/**
 * The properties that tell people apart at a glance: set on many, neither the same for everybody nor different
 * for each, and short enough to read in a cell. Equal ones keep the order in which the server names them.
 */
export function tellingProperties(people: readonly PersonRow[], count: number): string[] {
  const names = [...new Set(people.flatMap((person) => Object.keys(person.properties)))];
  const scored = names.map((name, place) => ({ name, place, score: score(people, name) }));
  return scored
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, count)
    .sort((a, b) => a.place - b.place)
    .map((one) => one.name);
}

function score(people: readonly PersonRow[], name: string): number {
  const values = people
    .map((person) => person.properties[name])
    .filter((value) => value !== null && value !== undefined && value !== "");
  if (values.length === 0) return 0;
  const filled = values.length / people.length;
  const distinct = new Set(values).size;
  const same = distinct === 1 && people.length > 2;
  const unique = distinct === values.length && values.length > 4;
  const length = values.reduce<number>((sum, value) => sum + String(value).length, 0) / values.length;
  return filled * (same ? 0.3 : unique ? 0.6 : 1) * (length > LONG ? 0.2 : 1);
}

/** People with only some of their properties, in the order given. */
export function withProperties(people: readonly PersonRow[], names: readonly string[]): PersonRow[] {
  return people.map((person) => ({
    ...person,
    properties: Object.fromEntries(names.map((name) => [name, person.properties[name] ?? null])),
  }));
}
