/** A person's events by day, in the project's zone. Pure. */
import { dayIn } from "@/base/format";
import { daysBetween } from "@/base/range";
import type { TimelineEvent } from "@/contract";

export interface Day {
  day: string;
  events: TimelineEvent[];
  /** Days without any event between this day and the later one shown above it. */
  quiet: number;
}

/** Events newest first become days newest first; the order inside a day stays as it is. */
export function byDay(events: readonly TimelineEvent[], zone: string): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const day = dayIn(new Date(event.time), zone);
    const last = days.at(-1);
    if (last?.day === day) last.events.push(event);
    else days.push({ day, events: [event], quiet: last ? Math.max(0, daysBetween(day, last.day) - 1) : 0 });
  }
  return days;
}
