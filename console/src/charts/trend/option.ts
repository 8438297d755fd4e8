/** The ECharts option of a trend: a pure function of the lines and the look. */
import type { EChartsCoreOption } from "echarts/core";
import { type Line, splitByCompleteness, type TrendModel } from "./lines";

export interface Look {
  text: string;
  muted: string;
  grid: string;
  surface: string;
  font: string;
}

export interface TrendTexts {
  bucket: (bucket: string) => string;
  axis: (value: number) => string;
  exact: (value: number | null | undefined) => string;
  previous: string;
  incomplete: string;
}

const MARKS_UP_TO = 45;

const html = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c] ?? c,
  );

function seriesOf(line: Line, marks: boolean, compare: boolean): Record<string, unknown>[] {
  const { solid, dashed } = splitByCompleteness(line.points);
  const base = {
    type: "line",
    name: line.name,
    color: line.colour,
    symbol: "circle",
    symbolSize: 6,
    showSymbol: marks,
    connectNulls: false,
    emphasis: { disabled: true },
    animationDuration: 200,
  };
  const out: Record<string, unknown>[] = [
    { ...base, id: `${line.key}|solid`, data: solid, lineStyle: { width: 2 }, z: 3 },
    {
      ...base,
      id: `${line.key}|dashed`,
      data: dashed,
      lineStyle: { width: 2, type: [4, 4] },
      itemStyle: { opacity: 0.55 },
      symbol: "emptyCircle",
      z: 2,
    },
  ];
  if (compare) {
    out.push({
      ...base,
      id: `${line.key}|previous`,
      data: line.points.map((point) => point.previous ?? null),
      showSymbol: false,
      lineStyle: { width: 1, opacity: 0.65 },
      z: 1,
    });
  }
  return out;
}

/** The card under the pointer: one row a line, the highest first. */
export function tooltipHtml(model: TrendModel, index: number, texts: TrendTexts): string {
  const bucket = model.buckets[index];
  if (bucket === undefined) return "";
  const incomplete = model.lines.some((line) => line.points[index]?.complete === false);
  const rows = model.lines
    .map((line) => ({ line, point: line.points[index] }))
    .sort((a, b) => (b.point?.value ?? -Infinity) - (a.point?.value ?? -Infinity))
    .slice(0, 12)
    .map(({ line, point }) => {
      const previous =
        point?.previous === undefined
          ? ""
          : `<span class="tip-previous">${html(texts.previous)} ${html(texts.exact(point.previous))}</span>`;
      return `<div class="tip-row"><i style="background:${line.colour}"></i><span>${html(line.name)}</span><b>${html(texts.exact(point?.value))}</b>${previous}</div>`;
    })
    .join("");
  const note = incomplete ? `<div class="tip-note">${html(texts.incomplete)}</div>` : "";
  return `<div class="tip"><div class="tip-head">${html(texts.bucket(bucket))}</div>${rows}${note}</div>`;
}

export function trendOption(
  model: TrendModel,
  compare: boolean,
  look: Look,
  texts: TrendTexts,
): EChartsCoreOption {
  const marks = model.buckets.length <= MARKS_UP_TO && model.lines.length <= 4;
  return {
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.muted },
    grid: {
      left: 8,
      right: 20,
      top: 16,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    animationDurationUpdate: 200,
    xAxis: {
      type: "category",
      data: model.buckets,
      boundaryGap: model.buckets.length < 2,
      axisLine: { lineStyle: { color: look.grid } },
      axisTick: { show: false },
      axisLabel: { color: look.muted, hideOverlap: true, margin: 12, formatter: texts.bucket },
    },
    yAxis: {
      type: "value",
      min: (range: { min: number }) => Math.min(0, range.min),
      minInterval: model.lines.every((line) =>
        line.points.every((point) => Number.isInteger(point.value ?? 0)),
      )
        ? 1
        : 0,
      splitNumber: 4,
      splitLine: { lineStyle: { color: look.grid } },
      axisLabel: { color: look.muted, formatter: texts.axis },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      padding: 0,
      borderWidth: 0,
      backgroundColor: "transparent",
      axisPointer: { type: "line", lineStyle: { color: look.muted, type: "solid", width: 1 } },
      formatter: (hits: { dataIndex: number }[]) => tooltipHtml(model, hits[0]?.dataIndex ?? 0, texts),
    },
    series: model.lines.flatMap((line) => seriesOf(line, marks || model.buckets.length === 1, compare)),
  };
}

/** The line nearest to a height of the picture, among those that have a value there. */
export function nearestLine(model: TrendModel, index: number, value: number): Line | null {
  let best: Line | null = null;
  let gap = Number.POSITIVE_INFINITY;
  for (const line of model.lines) {
    const own = line.points[index]?.value;
    if (own === null || own === undefined) continue;
    if (Math.abs(own - value) < gap) {
      gap = Math.abs(own - value);
      best = line;
    }
  }
  return best;
}
