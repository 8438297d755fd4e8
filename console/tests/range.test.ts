import { describe, expect, it } from "vitest";
import {
  daysOf,
  defaultRange,
  PRESETS,
  presetDays,
  presetOf,
  presetRange,
  rangeFromText,
  rangeToText,
} from "../src/base/range";

const WEDNESDAY = "2026-03-04";

describe("ranges", () => {
  it("mean these days", () => {
    expect(presetDays("last7", WEDNESDAY, "monday")).toEqual({ from: "2026-02-26", to: "2026-03-04" });
    expect(presetDays("thisWeek", WEDNESDAY, "monday")).toEqual({ from: "2026-03-02", to: "2026-03-04" });
    expect(presetDays("thisWeek", WEDNESDAY, "sunday")).toEqual({ from: "2026-03-01", to: "2026-03-04" });
    expect(presetDays("lastWeek", WEDNESDAY, "monday")).toEqual({ from: "2026-02-23", to: "2026-03-01" });
    expect(presetDays("lastMonth", WEDNESDAY, "monday")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(presetDays("lastMonth", "2026-01-31", "monday")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });

  it.each(PRESETS)("know the preset %s again, with the same days", (preset) => {
    const range = presetRange(preset, WEDNESDAY, "monday");
    expect(presetOf(range, WEDNESDAY, "monday")).toBe(preset);
    expect(daysOf(range, WEDNESDAY, "monday")).toEqual(presetDays(preset, WEDNESDAY, "monday"));
    expect(rangeFromText(rangeToText(range))).toEqual(range);
  });

  it("refuse what is not a range", () => {
    for (const text of [null, "", "yesterday", "2026-02-01", "2026-03-01..2026-02-01", "last-x-day"]) {
      expect(rangeFromText(text)).toBeNull();
    }
  });

  it("open where the events are", () => {
    expect(defaultRange("2026-03-03", WEDNESDAY)).toEqual({ last: 30, unit: "day" });
    expect(defaultRange("2011-12-09", WEDNESDAY)).toEqual({ from: "2011-11-10", to: "2011-12-09" });
  });
});
