/** The ECharts option of a picture of lines: a pure function of the lines and the look. */
import type { EChartsCoreOption } from "echarts/core";
import { scaleOf } from "../bars/scale";
import { type Curve, type Curves, type Flag, flagLabels, splitByCompleteness } from "./curves";

export interface Look {
  text: string;
  muted: string;
  grid: string;
  surface: string;
  font: string;
}

export interface LineTexts {
  bucket: (bucket: string) => string;
  axis: (value: number) => string;
  exact: (value: number | null | undefined) => string;
  previous: string;
  smoothed: string;
  incomplete: string;
}

const MARKS_UP_TO = 45;

const html = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c] ?? c,
  );

export interface LineMarks {
  /** Show the earlier period as a thin line; where points have an earlier value when not given. */
  compare?: boolean;
  /** Show the moving average over the line, which then recedes. */
  smoothed?: boolean;
  /** What happened, on the axis. */
  flags?: readonly Flag[];
  /** A height to be reached, such as the break-even. */
  level?: { value: number; text: string } | null;
}

/** The room there is, and what the axis must reach; it follows from the lines where `ends` is null. */
export interface LineFrame {
  width: number;
  ends: readonly [low: number, high: number] | null;
}

const FRAME: LineFrame = { width: 960, ends: null };
const FAINT = 0.35;
/** Room beside the lines for what is written on the axis, and for the label of flags. */
const AXIS = 72;
const FLAG = 44;

function seriesOf(line: Curve, marks: boolean, { compare, smoothed }: LineMarks): Record<string, unknown>[] {
  const { solid, dashed } = splitByCompleteness(line.points);
  const opacity = smoothed ? FAINT : 1;
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
    {
      ...base,
      id: `${line.key}|solid`,
      data: solid,
      lineStyle: { width: smoothed ? 1 : 2, opacity },
      itemStyle: { opacity },
      z: 3,
    },
    {
      ...base,
      id: `${line.key}|dashed`,
      data: dashed,
      lineStyle: { width: smoothed ? 1 : 2, type: [4, 4], opacity },
      itemStyle: { opacity: smoothed ? FAINT : 0.55 },
      symbol: "emptyCircle",
      z: 2,
    },
  ];
  if (compare ?? line.points.some((point) => point.previous !== undefined)) {
    out.push({
      ...base,
      id: `${line.key}|previous`,
      data: line.points.map((point) => point.previous ?? null),
      showSymbol: false,
      lineStyle: { width: 1, opacity: 0.65 },
      z: 1,
    });
  }
  if (smoothed) {
    out.push({
      ...base,
      id: `${line.key}|smoothed`,
      data: line.points.map((point) => point.smoothed ?? null),
      showSymbol: false,
      smooth: 0.2,
      lineStyle: { width: 2.5 },
      z: 4,
    });
  }
  return out;
}

/** Flags and the level hang on a line of their own, so that switching lines off does not take them away. */
function marksOf(
  model: Curves,
  look: Look,
  { flags = [], level }: LineMarks,
  width: number,
): Record<string, unknown>[] {
  const labels = flagLabels(flags, model.buckets, width - AXIS, FLAG);
  const data = [
    ...flags.map((flag, index) => {
      const last = labels.get(index);
      const text = last === undefined || last === index ? `${index + 1}` : `${index + 1}–${last + 1}`;
      return {
        xAxis: flag.bucket,
        name: flag.text,
        label: { show: last !== undefined, formatter: text },
      };
    }),
    ...(level
      ? [{ yAxis: level.value, name: level.text, label: { formatter: level.text, position: "insideEndTop" } }]
      : []),
  ];
  if (data.length === 0) return [];
  return [
    {
      type: "line",
      id: "|marks",
      data: model.buckets.map(() => null),
      silent: true,
      markLine: {
        silent: true,
        symbol: "none",
        animation: false,
        lineStyle: { color: look.muted, type: [2, 3], width: 1 },
        label: {
          color: look.text,
          backgroundColor: look.surface,
          borderColor: look.muted,
          borderWidth: 1,
          borderRadius: 4,
          padding: [2, 5],
          fontSize: 12,
        },
        data,
      },
    },
  ];
}

/** The card under the pointer: one row a line, the highest first. */
export function tooltipHtml(
  model: Curves,
  index: number,
  texts: LineTexts,
  flags: readonly Flag[] = [],
): string {
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
      const smoothed =
        point?.smoothed === undefined
          ? ""
          : `<span class="tip-previous">${html(texts.smoothed)} ${html(texts.exact(point.smoothed))}</span>`;
      return `<div class="tip-row"><i style="background:${line.colour}"></i><span>${html(line.name)}</span><b>${html(texts.exact(point?.value))}</b>${smoothed}${previous}</div>`;
    })
    .join("");
  const note = incomplete ? `<div class="tip-note">${html(texts.incomplete)}</div>` : "";
  const noted = flags
    .filter((flag) => flag.bucket === bucket)
    .map((flag) => `<div class="tip-note">⚑ ${html(flag.text)}</div>`)
    .join("");
  return `<div class="tip"><div class="tip-head">${html(texts.bucket(bucket))}</div>${rows}${noted}${note}</div>`;
}

export function linesOption(
  model: Curves,
  extra: LineMarks,
  look: Look,
  texts: LineTexts,
  { width, ends }: LineFrame = FRAME,
): EChartsCoreOption {
  const scale = ends && scaleOf(...ends);
  const marks = model.buckets.length <= MARKS_UP_TO && model.lines.length <= 4;
  const whole = model.lines.every((line) => line.points.every((point) => Number.isInteger(point.value ?? 0)));
  return {
    textStyle: { fontFamily: look.font, fontSize: 12, color: look.muted },
    grid: {
      left: 8,
      right: 20,
      top: extra.flags?.length ? 28 : 16,
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
      min: scale ? scale.low : (range: { min: number }) => Math.min(0, range.min),
      max: scale ? scale.high : null,
      interval: scale ? Math.max(scale.step, whole ? 1 : 0) : null,
      minInterval: whole ? 1 : 0,
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
      formatter: (hits: { dataIndex: number }[]) =>
        tooltipHtml(model, hits[0]?.dataIndex ?? 0, texts, extra.flags),
    },
    series: [
      ...model.lines.flatMap((line) => seriesOf(line, marks || model.buckets.length === 1, extra)),
      ...marksOf(model, look, extra, width),
    ],
  };
}
