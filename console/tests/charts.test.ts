import { describe, expect, it } from "vitest";
import { funnelModel } from "../src/charts/funnel/model";
import { extremes, flagLabels, nearestLine, reachOf, splitByCompleteness } from "../src/charts/lines/curves";
import { linesOption, tooltipHtml } from "../src/charts/lines/option";
import { heat, retentionModel, scaleTop } from "../src/charts/retention/model";
import { trendModel } from "../src/charts/trend/model";
import type { Answer, Funnel, Trend } from "../src/contract";

const provenance = {} as Answer["provenance"];
const range = { last: 3, unit: "day" } as const;

const trend: Trend = {
  kind: "trend",
  series: [
    { event: "a", measure: "events" },
    { event: "b", measure: "people" },
  ],
  interval: "day",
  range,
};

const row = (bucket: string, series: string, value: number | null, complete: boolean) => ({
  bucket,
  series,
  value,
  complete,
  address: `${series}/${bucket}`,
});

const answer: Answer = {
  columns: [],
  rows: [
    row("2026-01-01", "a", 5, true),
    row("2026-01-02", "a", 9, true),
    row("2026-01-03", "a", 2, false),
    row("2026-01-01", "b", 50, true),
    row("2026-01-02", "b", null, true),
    row("2026-01-03", "b", 20, false),
  ],
  totals: {
    series: [
      { series: "a", value: 16, address: "a" },
      { series: "b", value: 60, address: "b" },
    ],
  },
  provenance,
};

const names = { series: (index: number) => `line ${index}`, value: (value: unknown) => String(value) };
const model = trendModel(answer, trend, names, false);
const texts = {
  bucket: (bucket: string) => bucket,
  axis: String,
  exact: (value: number | null | undefined) => (value === null || value === undefined ? "–" : String(value)),
  previous: "before",
  smoothed: "mean",
  incomplete: "not over",
};
const look = { text: "#000", muted: "#666", grid: "#ddd", surface: "#fff", font: "sans-serif" };

describe("a trend", () => {
  it("becomes lines over shared buckets, in the order of the question", () => {
    expect(model.buckets).toEqual(["2026-01-01", "2026-01-02", "2026-01-03"]);
    expect(model.lines.map((line) => [line.name, line.series, line.total.value])).toEqual([
      ["line 0", 0, 16],
      ["line 1", 1, 60],
    ]);
  });

  it("keeps a thing's colour whatever its line is called", () => {
    const renamed = trendModel(answer, trend, { ...names, series: () => "x" }, false);
    expect(renamed.lines.map((line) => line.colour)).toEqual(model.lines.map((line) => line.colour));
  });

  it("reaches what is drawn, the earlier period only where it is shown", () => {
    const line = { key: "a", name: "a", colour: "", points: [{ value: -2, complete: true, previous: 70 }] };
    const lines = { buckets: ["1"], lines: [line] };
    expect(reachOf(lines)).toEqual([-2, 70]);
    expect(reachOf(lines, false)).toEqual([-2, 0]);
  });

  it("ends its axis at round figures where pictures beside it say how far it goes", () => {
    const frame = { width: 400, ends: [0, 93] as const };
    expect(linesOption(model, {}, look, texts, frame).yAxis).toMatchObject({
      min: 0,
      max: 100,
      interval: 25,
    });
  });

  it("gives flags that stand near to each other one label", () => {
    const flags = ["2026-01-01", "2026-01-02", "2026-01-02", "2026-01-03"].map((bucket) => ({
      bucket,
      text: "",
    }));
    expect([...flagLabels(flags, model.buckets, 800, 40)]).toEqual([
      [0, 0],
      [1, 2],
      [3, 3],
    ]);
    expect([...flagLabels(flags, model.buckets, 60, 40)]).toEqual([
      [0, 2],
      [3, 3],
    ]);
  });

  it("dashes what touches a bucket that is not over", () => {
    const { solid, dashed } = splitByCompleteness(model.lines[0]?.points ?? []);
    expect(solid).toEqual([5, 9, null]);
    expect(dashed).toEqual([null, 9, 2]);
  });

  it("draws a solid and a dashed line each, and a thin one to compare with", () => {
    expect((linesOption(model, {}, look, texts).series as unknown[]).length).toBe(4);
    expect((linesOption(model, { compare: true }, look, texts).series as unknown[]).length).toBe(6);
  });

  it("finds the line that is meant", () => {
    expect(nearestLine(model, 0, 40)?.name).toBe("line 1");
    expect(nearestLine(model, 1, 40)?.name).toBe("line 0");
  });

  it("tells its extremes from whole buckets only", () => {
    const first = model.lines[0];
    expect(first && extremes(first, model.buckets)?.high.value).toBe(9);
    expect(first && extremes(first, model.buckets)?.low.value).toBe(5);
  });

  it("never lets a name become markup", () => {
    const evil = trendModel(answer, trend, { ...names, series: () => "<img src=x onerror=alert(1)>" }, false);
    const html = tooltipHtml(evil, 0, texts);
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img");
  });
});

describe("a funnel", () => {
  const funnel: Funnel = {
    kind: "funnel",
    steps: [{ event: "a" }, { event: "b" }],
    window: { value: 1, unit: "day" },
    range,
    breakdown: { property: "os" },
  };
  const step = (at: number, breakdown: string | null, people: number) => ({
    step: at,
    event: "e",
    breakdown,
    people,
    from_first: null,
    from_previous: null,
    median_seconds: null,
    address: `${at}${breakdown}`,
    dropped_address: at > 1 ? `d${at}${breakdown}` : null,
  });
  const rows = [step(1, "ios", 100), step(2, "ios", 40), step(1, null, 10), step(2, null, 0)];
  const steps = funnelModel(
    { columns: [], rows, totals: {}, provenance },
    funnel,
    { step: (index) => `step ${index}`, value: (value) => String(value ?? "not set"), all: "all" },
    false,
  );

  it("stands solid for who arrived and hatched for who left", () => {
    const bar = steps[1]?.bars[0];
    expect(bar).toMatchObject({ name: "ios", reached: 0.4, dropped: 0.6, lost: 60 });
    expect(steps[1]?.bars[1]).toMatchObject({ name: "not set", reached: 0, dropped: 1, lost: 10 });
  });

  it("has no drop-off before its first step", () => {
    expect(steps[0]?.bars[0]).toMatchObject({ reached: 1, dropped: 0, lost: null });
  });
});

describe("retention", () => {
  const cell = (cohort: string, offset: number, rate: number | null) => ({
    cohort,
    offset,
    rate,
    people: 1,
    size: 10,
    complete: true,
    address: "x",
    cohort_address: "y",
  });
  const rows = [cell("2026-01-01", 0, 1), cell("2026-01-01", 1, 0.4), cell("2026-01-08", 0, 1)];
  const model = retentionModel(rows, []);

  it("is a triangle of cohorts and offsets", () => {
    expect(model.offsets.map((one) => one.offset)).toEqual([0, 1]);
    expect(model.cohorts.map((cohort) => [cohort.cohort, cohort.cells.length])).toEqual([
      ["2026-01-01", 2],
      ["2026-01-08", 1],
    ]);
  });

  it("takes its scale from returns, not from the start", () => {
    expect(scaleTop(model)).toBe(0.4);
  });

  it("darkens with the rate and leaves nothing where there is nothing", () => {
    expect(heat(null, 0.4, false)).toBeNull();
    expect(heat(0, 0.4, false)?.background).not.toBe(heat(0.4, 0.4, false)?.background);
    expect(heat(1, 0.4, false)).toEqual(heat(0.4, 0.4, false));
  });
});
