/** Migration: how people moved between the values of a property, such as a layer. */
import type { Migration } from "@/contract";
import { propertyName } from "../names";
import type { KindOf } from "./kind";
import { asked } from "./parts";
import { type Figures, rowsOf, totalOf } from "./rows";
import { text, wordOf } from "./shape";
import { PERIODS } from "./words";

/** People who went one way between two dates; `from` is null where they had no value, or had just arrived. */
export interface MigrationRow {
  day: string;
  from_day: string;
  from: unknown;
  arrived: boolean;
  to: unknown;
  people: number;
  share: number;
  address: string;
}

/** Who stands where at the end of a day; the first date says nothing of who came and went. */
export interface Standing {
  day: string;
  value: unknown;
  people: number;
  share: number;
  address: string;
  entered?: number;
  left?: number;
  entered_address?: string;
  left_address?: string;
}

export const migrationRows = (answer: Figures) => rowsOf<MigrationRow>(answer);
export const standings = (answer: Figures) => totalOf<Standing>(answer, "standing");

/** What tells values apart: no value is not the text of that name. */
export const valueKey = (value: unknown) => JSON.stringify(value ?? null);

/** The key of those who were not there yet. */
const ARRIVED = "arrived";

/** Everything between two dates that follow each other, as a table: from each value (and from nowhere) to each. */
export interface Flow {
  from: string;
  to: string;
  /** Values in their order. */
  values: unknown[];
  /** Whether somebody arrived. */
  arrived: boolean;
  cell: (from: unknown, to: unknown) => MigrationRow | undefined;
  came: (to: unknown) => MigrationRow | undefined;
}

export function flowsOf(answer: Figures): Flow[] {
  const rows = migrationRows(answer);
  const values = [...new Map(standings(answer).map((one) => [valueKey(one.value), one.value])).values()];
  const order = (value: unknown) => (value === null ? 1 : 0);
  values.sort((a, b) => order(a) - order(b));
  return [...new Set(rows.map((row) => row.day))].map((day) => {
    const own = rows.filter((row) => row.day === day);
    const at = new Map(
      own.map((row) => [`${row.arrived ? ARRIVED : valueKey(row.from)} ${valueKey(row.to)}`, row]),
    );
    return {
      from: own[0]?.from_day ?? "",
      to: day,
      values,
      arrived: own.some((row) => row.arrived),
      cell: (from, to) => at.get(`${valueKey(from)} ${valueKey(to)}`),
      came: (to) => at.get(`${ARRIVED} ${valueKey(to)}`),
    };
  });
}

export const migration: KindOf<Migration> = {
  decode: (raw) =>
    asked<Migration>(raw, { property: (value) => text(value ?? "") }, { interval: wordOf(PERIODS) }),
  fresh: (_, range) => ({ kind: "migration", property: "$stage", range }),
  about: (question) => question,
  occurrences: () => [],
  map: (question) => question,
  missing: (question) => (question.property === "" ? ["property"] : []),
  say: (question, t) => t("kinds.migration.say", { property: propertyName(question.property, t) }),
  breakdowns: 0,
  intervals: PERIODS,
  wholeRange: true,
};
