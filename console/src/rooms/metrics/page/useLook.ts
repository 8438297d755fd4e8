import { useMemo } from "react";
import { today } from "@/base/format";
import { daysBefore, type Interval, lastDays, useLastDay } from "@/base/metrics";
import { useProject } from "@/base/project";
import { completeFilters, filtersFrom } from "@/base/question";
import { type Days, daysOf, rangeFromText, rangeToText } from "@/base/range";
import { decode, encode, useUrlState } from "@/base/url";
import type { Filter, Range } from "@/contract";

const MONTH = 30;
const INTERVALS: readonly Interval[] = ["day", "week", "month"];

/** How a metric is looked at, all of it in the address. Null while it is not known until when there are events. */
export function useLook() {
  const project = useProject();
  const { get, set } = useUrlState();
  const last = useLastDay();
  const text = get("filters");
  const filters = useMemo(() => filtersOf(text), [text]);
  const range: Range | null = rangeFromText(get("range")) ?? (last ? lastDays(last, MONTH) : null);
  const days: Days | null = range && daysOf(range, today(project.timezone), project.week_start);
  const interval = INTERVALS.find((one) => one === get("interval")) ?? "day";
  const by = get("by");
  return {
    range,
    days,
    interval,
    /** The days put beside; null where nothing is compared. */
    before: days && get("compare") !== "no" ? daysBefore(days, interval) : null,
    by,
    /** As they are written, and those that are whole. */
    written: filters,
    filters: useMemo(() => completeFilters(filters), [filters]),
    setRange: (next: Range) => set({ range: rangeToText(next) }),
    setInterval: (next: Interval) => set({ interval: next === "day" ? null : next }),
    setCompare: (next: boolean) => set({ compare: next ? null : "no" }),
    setBy: (next: string | null) => set({ by: next }),
    setFilters: (next: Filter[]) =>
      set({ filters: next.length > 0 ? encode(next) : null }, { replace: true }),
  };
}

export type Look = ReturnType<typeof useLook>;

export function filtersOf(text: string | null): Filter[] {
  try {
    return text === null ? [] : filtersFrom(decode(text));
  } catch {
    return [];
  }
}
