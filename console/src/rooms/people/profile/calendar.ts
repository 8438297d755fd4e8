/** A person's activity as a calendar: one column a week, one cell a day. Pure. */
import { addDays, daysBetween, startOfWeek, type WeekStart } from "@/base/range";

export interface Cell {
  day: string;
  count: number;
  /** 0 for none, then 1 to 4 by how much of the busiest day it is. */
  level: 0 | 1 | 2 | 3 | 4;
  /** Outside the days between the first and the last event. */
  outside: boolean;
}

export interface Calendar {
  /** Weeks in order of time, each with seven days. */
  weeks: Cell[][];
  /** The first week in which a month begins, for the labels above. */
  months: { week: number; day: string }[];
  /** Whether there are earlier or later weeks than those shown. */
  earlier: boolean;
  later: boolean;
  activeDays: number;
}

/** The picture is never narrower than this many weeks, so that a short life still reads as a calendar. */
const LEAST = 26;

/** Days of activity laid out, `weeks` at a time; `back` pages towards the past. */
export function calendarOf(
  activity: readonly { day: string; count: number }[],
  weekStart: WeekStart,
  weeks = 53,
  back = 0,
): Calendar {
  const active = activity.filter((one) => one.count > 0);
  const days = active.map((one) => one.day).sort();
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return { weeks: [], months: [], earlier: false, later: false, activeDays: 0 };
  const counts = new Map(active.map((one) => [one.day, one.count]));
  const most = Math.max(...counts.values());
  const lastWeek = startOfWeek(last, weekStart);
  const begin = [startOfWeek(first, weekStart), addDays(lastWeek, 7 - 7 * LEAST)].sort()[0] ?? lastWeek;
  const all = Math.floor(daysBetween(begin, lastWeek) / 7) + 1;
  const end = Math.max(0, all - back * weeks);
  const start = Math.max(0, end - weeks);
  const shown: Cell[][] = [];
  for (let week = start; week < end; week += 1) {
    shown.push(
      Array.from({ length: 7 }, (_, at) => {
        const day = addDays(begin, week * 7 + at);
        const count = counts.get(day) ?? 0;
        return { day, count, level: levelOf(count, most), outside: day < first || day > last };
      }),
    );
  }
  return {
    weeks: shown,
    months: monthsOf(shown),
    earlier: start > 0,
    later: back > 0,
    activeDays: counts.size,
  };
}

/** Square roots, so that one very busy day does not make all others look alike. */
function levelOf(count: number, most: number): Cell["level"] {
  if (count <= 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil(4 * Math.sqrt(count / most)))) as Cell["level"];
}

/** Weeks a label with its year needs before the next may begin. */
const ROOM = 6;

function monthsOf(weeks: Cell[][]): Calendar["months"] {
  const out: Calendar["months"] = [];
  weeks.forEach((week, at) => {
    const begins = week.find((cell) => cell.day.endsWith("-01"));
    if (begins) out.push({ week: at, day: begins.day });
  });
  // The month one is in when the picture begins is named too, where its label does not run into the next.
  const begin = weeks[0]?.[0]?.day;
  if (begin && (out[0] === undefined || out[0].week >= ROOM)) out.unshift({ week: 0, day: begin });
  const [first, second] = out;
  return first && second && second.week - first.week < ROOM ? [first, ...out.slice(2)] : out;
}
