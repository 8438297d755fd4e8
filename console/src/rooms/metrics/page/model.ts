/** A metric's values as lines of a picture and rows of a table. */
import { coloursOf, WHOLE } from "@/base/palette";
import { type Curve, type Curves, colourKey } from "@/charts";
import type { MetricValues } from "@/contract";

type Row = MetricValues["rows"][number];
type Total = MetricValues["totals"][number];

export interface MetricLine extends Curve {
  rows: readonly Row[];
}

/** One line for everything, or one for each value of what it is taken apart by; earlier values by their place. */
export function metricCurves(
  values: MetricValues,
  before: MetricValues | undefined,
  name: (value: Row["breakdown"]) => string,
  apart: boolean,
  dark: boolean,
): Curves<MetricLine> {
  const groups = new Map<string, Row[]>();
  for (const row of values.rows) {
    const key = apart ? colourKey(row.breakdown) : WHOLE;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const colours = coloursOf([...groups.keys()], dark);
  const lines = [...groups].map(([key, rows], index) => ({
    key,
    name: name(rows[0]?.breakdown),
    colour: colours[index] ?? "",
    rows,
    points: rows.map((row, at) => ({
      value: row.value,
      complete: row.complete,
      ...(apart || !before ? {} : { previous: before.rows[at]?.value ?? null }),
    })),
  }));
  return { buckets: lines[0]?.rows.map((row) => row.bucket) ?? [], lines };
}

/** A part with its total, and that of the same part before. */
export interface PartRow {
  key: string;
  total: Total;
  before: Total | undefined;
}

export function partRows(values: MetricValues, before: MetricValues | undefined): PartRow[] {
  const earlier = new Map(before?.totals.map((total) => [colourKey(total.breakdown), total]));
  return values.totals.map((total) => {
    const key = colourKey(total.breakdown);
    return { key, total, before: earlier.get(key) };
  });
}
