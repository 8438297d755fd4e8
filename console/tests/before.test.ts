/** An answer beside the earlier one: which rows stand for the same. */
import { describe, expect, it } from "vitest";
import { earlierOf, funnelRows, periodsAfter, retentionRows } from "../src/base/question";
import { columnScale } from "../src/charts/bars/layout";
import type { Answer } from "../src/contract";

const facts = (from: string, to: string) => ({ range: { from, to } });

const answer = (rows: unknown[], before: unknown[] | null, starts = ["2025-02-01", "2025-01-01"]): Answer =>
  ({
    columns: [],
    rows,
    totals: {},
    provenance: facts(starts[0] ?? "", "2025-02-28"),
    before: before && {
      question: {},
      rows: before,
      totals: {},
      provenance: facts(starts[1] ?? "", "2025-01-31"),
    },
  }) as unknown as Answer;

describe("periods of a range", () => {
  it.each([
    ["day", "2025-02-01", "2025-02-04", 3],
    ["week", "2025-02-01", "2025-01-27", 0],
    ["week", "2025-02-01", "2025-02-03", 1],
    ["week", "2025-02-01", "2025-02-10", 2],
    ["month", "2024-12-15", "2025-02-01", 2],
    ["month", "2024-12-15", "2024-12-01", 0],
    ["hour", "2025-02-01", "2025-02-02T03:00", 27],
  ] as const)("%s: from %s on, %s is number %i", (interval, start, bucket, number) => {
    expect(periodsAfter(start, bucket, interval)).toBe(number);
  });
});

describe("the earlier row", () => {
  it("is there only where something is compared", () => {
    expect(earlierOf(answer([], null), funnelRows, { by: ["step"] })).toBeNull();
  });

  it("is that of the same step and group", () => {
    const row = (step: number, breakdown: string, people: number) => ({ step, breakdown, people });
    const asked = answer([row(1, "a", 5), row(2, "a", 3), row(1, "b", 9)], [row(2, "a", 2), row(1, "a", 4)]);
    const earlier = earlierOf(asked, funnelRows, { by: ["step", "breakdown"] });
    expect(funnelRows(asked).map((one) => earlier?.(one)?.people)).toEqual([4, 2, undefined]);
  });

  it("lies as far behind the beginning of its own range, though periods without anybody are left out", () => {
    const row = (cohort: string, offset: number, people: number) => ({ cohort, offset, people });
    const asked = answer(
      [row("2025-02-03", 1, 7), row("2025-02-04", 1, 8)],
      [row("2025-01-01", 1, 1), row("2025-01-04", 1, 4), row("2025-01-04", 2, 5)],
    );
    const earlier = earlierOf(asked, retentionRows, {
      by: ["offset"],
      period: { field: "cohort", interval: "day" },
    });
    expect(retentionRows(asked).map((one) => earlier?.(one)?.people)).toEqual([undefined, 4]);
  });
});

describe("bars with an earlier figure", () => {
  const bar = { key: "a", name: "a", colour: "", value: 3, text: "", before: 12 };
  it("have room for it where they stand side by side", () => {
    expect(columnScale([{ key: "x", label: "x", bars: [bar] }], false).high).toBeGreaterThanOrEqual(12);
    expect(columnScale([{ key: "x", label: "x", bars: [bar] }], true).high).toBeLessThan(12);
  });
});
