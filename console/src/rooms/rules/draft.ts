/** Rules while they are edited: the order of channels, and what differs from what is in force. Pure. */
import type { ChannelCondition, ChannelRule, Rules } from "@/contract";

export const FIELDS: ChannelCondition["field"][] = [
  "source",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "click_source",
  "referrer_host",
  "parameter",
];
export const OPS: ChannelCondition["op"][] = ["is", "contains", "starts with", "is set"];

/** A rule with a name of its own, so that a moved one stays the same on the page. */
export interface Row {
  id: number;
  rule: ChannelRule;
}

export interface Draft {
  rules: Omit<Rules, "channel_rules">;
  channels: Row[];
}

export function rowsOf(rules: readonly ChannelRule[], from = 0): Row[] {
  return rules.map((rule, place) => ({ id: from + place, rule }));
}

export function draftOf({ channel_rules, ...rules }: Rules): Draft {
  return { rules, channels: rowsOf(channel_rules) };
}

export const rulesOf = ({ rules, channels }: Draft): Rules => ({
  ...rules,
  channel_rules: channels.map((row) => row.rule),
});

const nextId = (rows: readonly Row[]) => Math.max(-1, ...rows.map((row) => row.id)) + 1;

/** A new rule before the last ones that take whatever is left: a rule behind them would never be reached. */
export function added(rows: readonly Row[], rule: ChannelRule): Row[] {
  const everything = rows.findIndex((row) => row.rule.when.length === 0);
  const at = everything < 0 ? rows.length : everything;
  return [...rows.slice(0, at), { id: nextId(rows), rule }, ...rows.slice(at)];
}

/** A row one place up (-1) or down (1); at the edge it stays. */
export function moved(rows: readonly Row[], id: number, by: -1 | 1): Row[] {
  const from = rows.findIndex((row) => row.id === id);
  const to = from + by;
  const [one, other] = [rows[from], rows[to]];
  if (!one || !other) return [...rows];
  return rows.map((row, place) => (place === from ? other : place === to ? one : row));
}

export const replaced = (rows: readonly Row[], id: number, rule: ChannelRule): Row[] =>
  rows.map((row) => (row.id === id ? { ...row, rule } : row));

export const without = (rows: readonly Row[], id: number): Row[] => rows.filter((row) => row.id !== id);

/** A condition whose parts fit each other: only a parameter has a name, only a comparison has values. */
export function fitting(condition: ChannelCondition): ChannelCondition {
  return {
    ...condition,
    parameter: condition.field === "parameter" ? (condition.parameter ?? "") : null,
    values: condition.op === "is set" ? [] : condition.values,
  };
}

/** The first rule without conditions, where others stand behind it: those are never reached. */
export function unreached(rows: readonly Row[]): number {
  const everything = rows.findIndex((row) => row.rule.when.length === 0);
  return everything < 0 ? 0 : rows.length - 1 - everything;
}

/** Where the server found a mistake: which setting, and which place of its list. */
export interface Mistake {
  path: string;
  place: number | null;
}

/** The setting a field of an error belongs to: `staff.ip_ranges.0` is the first of the ranges. */
export function mistakeAt(field: string, rules: Rules): Mistake {
  const known = leaves(rules).map(([path]) => path);
  const path = known.find((one) => field === one || field.startsWith(`${one}.`)) ?? field;
  const place = Number(field.slice(path.length + 1).split(".")[0] || Number.NaN);
  return { path, place: Number.isInteger(place) ? place : null };
}

/** What was typed there; of a rule its number, as the page counts. */
export function valueAt(draft: Draft, { path, place }: Mistake): string {
  if (place === null) return "";
  const found = leaves(draft.rules).find(([one]) => one === path)?.[1];
  return Array.isArray(found) ? String(found[place] ?? "") : String(place + 1);
}

/** One setting that differs. Of lists it says what came and went, of the channels only that they differ. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
  came: string[];
  went: string[];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function leaves(value: object, prefix = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? leaves(inner, `${prefix}${key}.`)
      : [[`${prefix}${key}`, inner] as [string, unknown]],
  );
}

/** What saving would change. */
export function differences(before: Rules, after: Rules): Difference[] {
  const was = new Map(leaves(before));
  return leaves(after).flatMap(([path, now]) => {
    const then = was.get(path);
    if (same(then, now)) return [];
    const texts = (value: unknown) =>
      Array.isArray(value) && path !== "channel_rules" ? (value as string[]) : [];
    const [old, fresh] = [texts(then), texts(now)];
    return [
      {
        path,
        before: then,
        after: now,
        came: fresh.filter((one) => !old.includes(one)),
        went: old.filter((one) => !fresh.includes(one)),
      },
    ];
  });
}
