/** Periods that metrics are compared over: days that are over, and the same length of time before them. */
import type { Days } from "../range";
import { addDays, daysBetween } from "../range";

export type Interval = "day" | "week" | "month";

export const lengthOf = (days: Days) => daysBetween(days.from, days.to) + 1;

/** The last so many days up to one. */
export const lastDays = (last: string, count: number): Days => ({ from: addDays(last, 1 - count), to: last });

/**
 * The last day of which everything is known. While events still come, what comes next belongs to the day of the newest;
 * where they ceased long ago, nothing more is waited for.
 */
export function lastWholeDay(newest: string | null, today: string): string {
  if (newest === null) return addDays(today, -1);
  return daysBetween(newest, today) < CEASED ? addDays(newest < today ? newest : today, -1) : newest;
}

const CEASED = 2;

const shifted = (days: Days, by: number): Days => ({
  from: addDays(days.from, -by),
  to: addDays(days.to, -by),
});

/**
 * The days before that are put beside: as many of them, and beginning on the same weekday where buckets are weeks;
 * where they are months, the same days of as many months earlier.
 */
export function daysBefore(days: Days, interval: Interval = "day"): Days {
  const length = lengthOf(days);
  if (interval === "week") return shifted(days, 7 * Math.ceil(length / 7));
  if (interval === "month") {
    const months = monthsBetween(days.from, days.to) + 1;
    const from = addMonths(days.from, -months);
    return { from, to: addDays(days.from, -1) };
  }
  return shifted(days, length);
}

const monthsBetween = (from: string, to: string) =>
  12 * (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

/** The same day of a month before, or its last where that has none such. */
function addMonths(day: string, count: number): string {
  const month = Number(day.slice(5, 7)) - 1 + count;
  const last = new Date(Date.UTC(Number(day.slice(0, 4)), month + 1, 0)).getUTCDate();
  const date = Math.min(Number(day.slice(8, 10)), last);
  return new Date(Date.UTC(Number(day.slice(0, 4)), month, date)).toISOString().slice(0, 10);
}
