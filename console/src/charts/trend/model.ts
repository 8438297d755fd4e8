/** The answer to a trend as lines over the same buckets. */
import { coloursOf, WHOLE } from "@/base/palette";
import { breakdownsOf, type TrendRow, type TrendTotal, trendRows, trendTotals } from "@/base/question";
import type { Answer, Trend } from "@/contract";
import { colourKey } from "../colour";
import type { Curve, Curves } from "../lines/curves";

export interface Line extends Curve {
  /** Which series of the question it belongs to. */
  series: number;
  breakdown: unknown;
  total: TrendTotal;
  points: TrendRow[];
}

export type TrendModel = Curves<Line> & { buckets: string[]; lines: Line[] };

export interface Names {
  series: (index: number) => string;
  value: (value: unknown) => string;
}

const keyOf = (row: { series: string; breakdown?: unknown }) =>
  `${row.series}\u0000${JSON.stringify(row.breakdown)}`;

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
  const broken = breakdownsOf(question).length > 0;
  const shown = question.series.filter((one) => !one.hidden);
  const several = shown.length + (question.formulas?.length ?? 0) > 1;
  const named = totals.map((total) => {
    const series = Math.max(0, seriesOrder.indexOf(total.series));
    const value = names.value(total.breakdown);
    const own = names.series(series);
    return { total, series, name: broken ? (several ? `${own} · ${value}` : value) : own };
  });
  const colours = coloursOf(
    named.map(({ total, series }) =>
      broken
        ? colourKey(total.breakdown)
        : shown[series]
          ? (shown[series].event ?? WHOLE)
          : names.series(series),
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
