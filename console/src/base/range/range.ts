/** Ranges of days: the presets, and what a relative range means on a given day. */
import type { Range } from "@/contract";

export const PRESETS = [
  "today",
  "last7",
  "last30",
  "last90",
  "thisWeek",
  "lastWeek",
  "thisMonth",
  "lastMonth",
] as const;

export type Preset = (typeof PRESETS)[number];

export interface Days {
  from: string;
  to: string;
}

export type WeekStart = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

const WEEKDAYS: WeekStart[] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const MS = 86_400_000;
const at = (day: string) => new Date(`${day}T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);

export const addDays = (day: string, count: number) => text(new Date(at(day).getTime() + count * MS));

export const daysBetween = (from: string, to: string) =>
  Math.round((at(to).getTime() - at(from).getTime()) / MS);

export function startOfWeek(day: string, weekStart: WeekStart): string {
  const back = (at(day).getUTCDay() - WEEKDAYS.indexOf(weekStart) + 7) % 7;
  return addDays(day, -back);
}

export const startOfMonth = (day: string) => `${day.slice(0, 8)}01`;

function addMonths(firstOfMonth: string, count: number): string {
  const date = at(firstOfMonth);
  date.setUTCMonth(date.getUTCMonth() + count);
  return text(date);
}

/** The days a preset means today. */
export function presetDays(preset: Preset, today: string, weekStart: WeekStart): Days {
  const week = startOfWeek(today, weekStart);
  const month = startOfMonth(today);
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "last7":
      return { from: addDays(today, -6), to: today };
    case "last30":
      return { from: addDays(today, -29), to: today };
    case "last90":
      return { from: addDays(today, -89), to: today };
    case "thisWeek":
      return { from: week, to: today };
    case "lastWeek":
      return { from: addDays(week, -7), to: addDays(week, -1) };
    case "thisMonth":
      return { from: month, to: today };
    case "lastMonth":
      return { from: addMonths(month, -1), to: addDays(month, -1) };
  }
}

/** Presets that a question can hold as "the last N", so that a saved question moves on with the days. */
const ROLLING: Partial<Record<Preset, Range>> = {
  today: { last: 1, unit: "day" },
  last7: { last: 7, unit: "day" },
  last30: { last: 30, unit: "day" },
  last90: { last: 90, unit: "day" },
  thisWeek: { last: 1, unit: "week" },
  thisMonth: { last: 1, unit: "month" },
};

/** The range a question should hold for a preset: rolling where the contract can say it, fixed days where not. */
export function presetRange(preset: Preset, today: string, weekStart: WeekStart): Range {
  return ROLLING[preset] ?? presetDays(preset, today, weekStart);
}

/** The preset a range stands for, or null for days chosen by hand. */
export function presetOf(range: Range, today: string, weekStart: WeekStart): Preset | null {
  for (const preset of PRESETS) {
    const rolling = ROLLING[preset];
    if ("last" in range) {
      if (rolling && "last" in rolling && rolling.last === range.last && rolling.unit === range.unit)
        return preset;
      continue;
    }
    if (rolling) continue;
    const days = presetDays(preset, today, weekStart);
    if (days.from === range.from && days.to === range.to) return preset;
  }
  return null;
}

/** The days a range means today; the last unit is the running one. */
export function daysOf(range: Range, today: string, weekStart: WeekStart): Days {
  if (!("last" in range)) return { from: range.from, to: range.to };
  const back = range.last - 1;
  if (range.unit === "day") return { from: addDays(today, -back), to: today };
  if (range.unit === "week") return { from: addDays(startOfWeek(today, weekStart), -7 * back), to: today };
  return { from: addMonths(startOfMonth(today), -back), to: today };
}

/** A range as one word of an address: `last-30-day` or `2011-01-01..2011-03-31`. */
export function rangeToText(range: Range): string {
  return "last" in range ? `last-${range.last}-${range.unit}` : `${range.from}..${range.to}`;
}

export function rangeFromText(word: string | null): Range | null {
  if (!word) return null;
  const last = /^last-(\d{1,4})-(day|week|month)$/.exec(word);
  if (last) return { last: Number(last[1]), unit: last[2] as "day" | "week" | "month" };
  const days = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(word);
  return days?.[1] && days[2] && days[1] <= days[2] ? { from: days[1], to: days[2] } : null;
}

/** The range a project should open with: rolling when events still arrive, else the last days that have any. */
export function defaultRange(lastEventDay: string | null, today: string, days = 30): Range {
  if (!lastEventDay || daysBetween(lastEventDay, today) < 7) return { last: days, unit: "day" };
  return { from: addDays(lastEventDay, 1 - days), to: lastEventDay };
}

/** The latest of some moments written in the same form; null when there is none. */
export function latest(moments: readonly (string | null)[]): string | null {
  const known = moments.filter((moment): moment is string => moment !== null);
  return known.sort().at(-1) ?? null;
}
