/** The question worth asking first of what was just imported. Pure. */
import { dayIn } from "@/base/format";
import { daysBetween } from "@/base/range";
import type { ImportResult, Question } from "@/contract";

/** How many people did the most frequent event over the whole of the file, in buckets that fit a screen. */
export function firstQuestion(result: ImportResult, zone: string): Question | null {
  const event = result.events[0]?.name;
  if (!event || !result.first_time || !result.last_time) return null;
  const range = {
    from: dayIn(new Date(result.first_time), zone),
    to: dayIn(new Date(result.last_time), zone),
  };
  const days = daysBetween(range.from, range.to) + 1;
  const interval = days > 730 ? "month" : days > 120 ? "week" : days > 2 ? "day" : "hour";
  return { kind: "trend", series: [{ event, measure: "people" }], interval, range };
}
