/** An answer beside that of the earlier range it is compared with: which of its rows stand for the same. */
import type { Answer } from "@/contract";
import { daysBetween } from "../range/range";
import { groupKey } from "./breakdowns";
import type { Period } from "./kind";
import type { Figures } from "./rows";

interface Same<R> {
  /** Fields that are alike in rows that stand for the same. */
  by: readonly (keyof R & string)[];
  /** The field that holds the row's period. Periods are alike that lie as far behind the beginning of their range. */
  period?: { field: keyof R & string; interval: Period } | undefined;
}

/** How many periods after the one in which a range begins another begins. */
export function periodsAfter(start: string, bucket: string, interval: Period): number {
  const day = bucket.slice(0, 10);
  if (interval === "month") {
    const months = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7));
    return months(day) - months(start);
  }
  const days = daysBetween(start, day);
  if (interval === "hour") return days * 24 + Number(bucket.slice(11, 13) || 0);
  return Math.max(0, interval === "week" ? Math.ceil(days / 7) : days);
}

/** Finds the earlier row beside a row; null where the answer is compared with nothing. */
export function earlierOf<R extends object>(
  answer: Answer,
  read: (figures: Figures) => readonly R[],
  { by, period }: Same<R>,
): ((row: R) => R | undefined) | null {
  const { before } = answer;
  if (!before) return null;
  const keyIn = (start: string) => (row: R) => {
    const bucket = period && row[period.field];
    return groupKey([
      ...by.map((field) => row[field] ?? null),
      ...(period && typeof bucket === "string" ? [periodsAfter(start, bucket, period.interval)] : []),
    ]);
  };
  const own = keyIn(answer.provenance.range.from);
  const theirs = keyIn(before.provenance.range.from);
  const found = new Map(read(before).map((row) => [theirs(row), row]));
  return (row) => found.get(own(row));
}
