/** A question as one word of an address, and back. What comes from outside is checked before it is believed. */
import type { Breakdown, Filter, Occurrence, Op, Question, Range, Scope, Series } from "@/contract";
import { decode, encode } from "../url/rison";
import { INTERVALS, MEASURES, OPS, WINDOW_UNITS } from "./words";

type Raw = Record<string, unknown>;

export const questionToText = (question: Question): string => encode(question);

/** The question an address holds; null when it holds none that this console can show. */
export function questionFromText(text: string | null): Question | null {
  if (!text) return null;
  try {
    return asQuestion(decode(text));
  } catch {
    return null;
  }
}

const record = (value: unknown): Raw => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("record wanted");
  return value as Raw;
};

const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new TypeError("list wanted");
  return value;
};

const words = (value: unknown): string => {
  if (typeof value !== "string") throw new TypeError("text wanted");
  return value;
};

function oneOf<T extends string>(value: unknown, known: readonly T[]): T {
  if (!known.includes(value as T)) throw new TypeError(`unknown word ${String(value)}`);
  return value as T;
}

const scopeOf = (raw: Raw): { scope?: Scope } =>
  raw.scope === undefined || raw.scope === null
    ? {}
    : { scope: oneOf(raw.scope, ["event", "person"] as const) };

function asFilter(value: unknown, depth = 0): Filter {
  if (depth > 8) throw new TypeError("nested too deep");
  const raw = record(value);
  if ("and" in raw) return { and: list(raw.and).map((part) => asFilter(part, depth + 1)) };
  if ("or" in raw) return { or: list(raw.or).map((part) => asFilter(part, depth + 1)) };
  if ("not" in raw) return { not: asFilter(raw.not, depth + 1) };
  const op: Op = oneOf(raw.op, OPS);
  const condition = { property: words(raw.property), ...scopeOf(raw), op };
  return raw.value === undefined || raw.value === null ? condition : { ...condition, value: raw.value };
}

const filtersOf = (raw: Raw): { filters?: Filter[] } => {
  const filters = raw.filters === undefined || raw.filters === null ? [] : list(raw.filters);
  return filters.length > 0 ? { filters: filters.map((one) => asFilter(one)) } : {};
};

function asOccurrence(value: unknown): Occurrence {
  const raw = record(value);
  const event = raw.event === null || raw.event === undefined ? null : words(raw.event);
  return { event, ...(typeof raw.name === "string" ? { name: raw.name } : {}), ...filtersOf(raw) };
}

function asSeries(value: unknown): Series {
  const raw = record(value);
  const property = typeof raw.property === "string" ? { property: raw.property } : {};
  return { ...asOccurrence(value), measure: oneOf(raw.measure ?? "events", MEASURES), ...property };
}

function asRange(value: unknown): Range {
  const raw = record(value);
  if ("last" in raw) {
    const last = Number(raw.last);
    if (!Number.isInteger(last) || last < 1) throw new TypeError("how many?");
    return { last, unit: oneOf(raw.unit ?? "day", ["day", "week", "month"] as const) };
  }
  return { from: words(raw.from), to: words(raw.to) };
}

function breakdownOf(raw: Raw): { breakdown?: Breakdown } {
  if (raw.breakdown === undefined || raw.breakdown === null) return {};
  const inner = record(raw.breakdown);
  const top = inner.top === undefined ? {} : { top: Number(inner.top) };
  return { breakdown: { property: words(inner.property), ...scopeOf(inner), ...top } };
}

/** A question from JSON; throws TypeError on what is none. */
export function asQuestion(value: unknown): Question {
  const raw = record(value);
  const range = asRange(raw.range);
  const shared = { ...filtersOf(raw), ...(raw.marked === true ? { marked: true as const } : {}) };
  if (raw.kind === "trend") {
    return {
      kind: "trend",
      series: list(raw.series).map(asSeries),
      interval: oneOf(raw.interval ?? "day", INTERVALS),
      range,
      ...shared,
      ...breakdownOf(raw),
      ...(raw.compare === "previous" ? { compare: "previous" } : {}),
    };
  }
  if (raw.kind === "funnel") {
    const window = raw.window ? record(raw.window) : { value: 14, unit: "day" };
    return {
      kind: "funnel",
      steps: list(raw.steps).map(asOccurrence),
      window: { value: Number(window.value), unit: oneOf(window.unit, WINDOW_UNITS) },
      range,
      ...shared,
      ...breakdownOf(raw),
    };
  }
  if (raw.kind === "retention") {
    return {
      kind: "retention",
      start: asOccurrence(raw.start),
      return: asOccurrence(raw.return),
      cohort: oneOf(raw.cohort ?? "first", ["first", "every"] as const),
      interval: oneOf(raw.interval ?? "day", ["day", "week", "month"] as const),
      range,
      ...shared,
      ...(typeof raw.periods === "number" ? { periods: raw.periods } : {}),
    };
  }
  throw new TypeError("no such kind of question");
}
