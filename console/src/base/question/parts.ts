/** What questions are made of, read from JSON. */
import type {
  Breakdown,
  Breakdowns,
  Compare,
  Did,
  Events,
  Filter,
  Occurrence,
  Op,
  Range,
  Sequence,
  Window,
} from "@/contract";
import { type Check, fieldsOf, listOf, number, positive, type Raw, record, text, wordOf } from "./shape";
import { OPS, WINDOW_UNITS } from "./words";

const DEEPEST = 8;

const scope = wordOf(["event", "person"] as const);
const op: Check<Op> = wordOf(OPS);

export function filter(value: unknown, depth = 0): Filter {
  if (depth > DEEPEST) throw new TypeError("nested too deep");
  const raw = record(value);
  const inner = (one: unknown) => filter(one, depth + 1);
  if ("and" in raw) return { and: listOf(inner)(raw.and) };
  if ("or" in raw) return { or: listOf(inner)(raw.or) };
  if ("not" in raw) return { not: inner(raw.not) };
  if ("segment" in raw) return { segment: text(raw.segment) };
  if ("did" in raw) return did(raw, depth + 1);
  if ("sequence" in raw) return sequence(raw, depth + 1);
  return fieldsOf<Filter>(raw, { property: text }, { scope, op: (given) => op(given) });
}

const did = (raw: Raw, depth: number): Did =>
  fieldsOf<Did>(
    raw,
    { did: (value) => anyEvents(value, depth), op: (given) => op(given ?? ">=") },
    { value: oneOrTwo, measure: text, property: text, within: record },
  );

const oneOrTwo: Check<number | number[]> = (value) =>
  Array.isArray(value) ? listOf(number)(value) : number(value);

const sequence = (raw: Raw, depth: number): Sequence =>
  fieldsOf<Sequence>(
    raw,
    { sequence: listOf((one) => anyEvents(one, depth)) },
    { window: record, within: record },
  );

function anyEvents(value: unknown, depth: number): Occurrence {
  const or = listOf((one) => events(one, depth))(record(value).or ?? []);
  return { ...events(value, depth), ...(or.length > 0 ? { or } : {}) };
}

function events(value: unknown, depth: number): Events {
  const raw = record(value);
  const own = listOf((one) => filter(one, depth))(raw.filters ?? []);
  return { event: name(raw.event), ...(own.length > 0 ? { filters: own } : {}) };
}

const name = (value: unknown) => (value === null || value === undefined ? null : text(value));

export const filters = listOf((one) => filter(one));

/** An event with filters; `more` are the further fields of a series, a step and the like. */
export const occurrenceWith =
  <T extends Occurrence>(more: Record<string, Check<unknown>>): Check<T> =>
  (value) => {
    const raw = record(value);
    const or = listOf((one) => events(one, 1));
    const checks = { filters, name: text, or, ...more };
    const { filters: own, event: _, ...rest } = fieldsOf<Occurrence>(raw, {}, checks);
    return { event: name(raw.event), ...rest, ...(own && own.length > 0 ? { filters: own } : {}) } as T;
  };

export const occurrence = occurrenceWith<Occurrence>({});
export const occurrences = listOf(occurrence);

export const range: Check<Range> = (value) => {
  const raw = record(value);
  return "last" in raw
    ? { last: positive(raw.last), unit: wordOf(["day", "week", "month"] as const)(raw.unit ?? "day") }
    : { from: text(raw.from), to: text(raw.to) };
};

export const breakdown: Check<Breakdown> = (value) =>
  fieldsOf<Breakdown>(
    value,
    {},
    { property: text, segment: text, scope, top: positive, bins: positive, edges: listOf(number) },
  );

export const breakdowns: Check<Breakdowns> = (value) =>
  Array.isArray(value) ? listOf(breakdown)(value) : breakdown(value);

export const window: Check<Window> = (value) =>
  fieldsOf<Window>(value, { value: positive, unit: wordOf(WINDOW_UNITS) });

const compare: Check<Compare> = (value) => {
  if (value === "previous") return value;
  const raw = record(value);
  return "days" in raw ? { days: positive(raw.days) } : { from: text(raw.from) };
};

/** The fields every kind has, and those of one kind. */
export function asked<T>(
  raw: Raw,
  required: Record<string, Check<unknown>>,
  optional: Record<string, Check<unknown>> = {},
): T {
  const {
    filters: own,
    marked,
    ...rest
  } = fieldsOf<Raw>(
    raw,
    { kind: text, ...required, range },
    {
      filters,
      compare,
      marked: (value) => (value === true ? true : undefined),
      ...optional,
    },
  );
  return {
    ...rest,
    ...(own && (own as Filter[]).length > 0 ? { filters: own } : {}),
    ...(marked ? { marked } : {}),
  } as T;
}
