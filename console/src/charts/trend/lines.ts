/** The answer to a trend as lines over the same buckets. */
import { coloursOf, WHOLE } from "@/base/palette";
import { type TrendRow, type TrendTotal, trendRows, trendTotals } from "@/base/question";
import type { Answer, Trend } from "@/contract";

export interface Line {
  key: string;
  name: string;
  colour: string;
  /** Which series of the question it belongs to. */
  series: number;
  breakdown: unknown;
  total: TrendTotal;
  points: TrendRow[];
}

export interface TrendModel {
  buckets: string[];
  lines: Line[];
}

export interface Names {
  series: (index: number) => string;
  value: (value: unknown) => string;
}

const keyOf = (row: { series: string; breakdown?: unknown }) =>
  `${row.series}\u0000${JSON.stringify(row.breakdown)}`;

/** What decides the colour of a value. */
export const colourKey = (value: unknown) =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/** Lines in the order of the answer; colours go with names, so that a thing looks the same everywhere. */
export function trendModel(answer: Answer, question: Trend, names: Names, dark: boolean): TrendModel {
  const rows = trendRows(answer);
  const totals = trendTotals(answer);
  const byLine = new Map<string, TrendRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const points = byLine.get(key);
    if (points) points.push(row);
    else byLine.set(key, [row]);
  }
  // The server names series; their order is that of the question.
  const seriesOrder = [...new Set(totals.map((total) => total.series))];
  const broken = question.breakdown !== undefined;
  const several = question.series.length > 1;
  const named = totals.map((total) => {
    const series = Math.max(0, seriesOrder.indexOf(total.series));
    const value = names.value(total.breakdown);
    const own = names.series(series);
    return { total, series, name: broken ? (several ? `${own} · ${value}` : value) : own };
  });
  const colours = coloursOf(
    named.map(({ total, series }) =>
      broken ? colourKey(total.breakdown) : (question.series[series]?.event ?? WHOLE),
    ),
    dark,
  );
  return {
    buckets: [...new Set(rows.map((row) => row.bucket))],
    lines: named.map(({ total, series, name }, index) => ({
      key: keyOf(total),
      name,
      series,
      colour: colours[index] ?? "",
      breakdown: total.breakdown,
      total,
      points: byLine.get(keyOf(total)) ?? [],
    })),
  };
}

/** The values of a line: those of whole buckets, and the stretches that touch a bucket that is not whole yet. */
export function splitByCompleteness(points: readonly { value: number | null; complete: boolean }[]): {
  solid: (number | null)[];
  dashed: (number | null)[];
} {
  const solid = points.map((point) => (point.complete ? point.value : null));
  const dashed = points.map((point, index) => {
    const touches =
      !point.complete || points[index - 1]?.complete === false || points[index + 1]?.complete === false;
    return touches ? point.value : null;
  });
  return { solid, dashed };
}

/** The highest and lowest whole bucket of a line, for its text alternative. */
export function extremes(line: Line): { high: TrendRow; low: TrendRow } | null {
  const whole = line.points.filter((point) => point.complete && point.value !== null);
  const first = whole[0];
  if (!first) return null;
  return whole.reduce(
    (found, point) => ({
      high: (point.value ?? 0) > (found.high.value ?? 0) ? point : found.high,
      low: (point.value ?? 0) < (found.low.value ?? 0) ? point : found.low,
    }),
    { high: first, low: first },
  );
}
