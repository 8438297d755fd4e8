import { LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useWidth } from "../useWidth";
import { type Curve, type Curves, nearestLine } from "./curves";
import { type LineMarks, type LineTexts, type Look, linesOption } from "./option";

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  model: Curves;
  marks: LineMarks;
  texts: LineTexts;
  look: Look;
  /** What the axis must reach, where that follows from pictures beside it. */
  low?: number | undefined;
  high?: number | undefined;
  /** What the picture says, in words. */
  description: string;
  onOpen: (line: Curve, index: number) => void;
  /** Hands out a function that makes a PNG of the picture as it stands. */
  onReady?: (png: (() => string) | null) => void;
}

/** The picture itself. Loaded on its own, because the chart library is large. */
export default function LinesChart({
  model,
  marks,
  texts,
  look,
  low,
  high,
  description,
  onOpen,
  onReady,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const open = useRef({ onOpen, model });
  open.current = { onOpen, model };
  const width = useWidth(box);

  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const made = init(node, null, { renderer: "canvas" });
    chart.current = made;
    const resize = new ResizeObserver(() => made.resize());
    resize.observe(node);
    made.getZr().on("click", (event) => {
      const spot = [event.offsetX, event.offsetY];
      if (!made.containPixel("grid", spot)) return;
      const [index, value] = made.convertFromPixel("grid", spot) as [number, number];
      const line = nearestLine(open.current.model, index, value);
      if (line) open.current.onOpen(line, index);
    });
    return () => {
      resize.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const ends = low === undefined || high === undefined ? null : ([low, high] as const);
    const option = linesOption(model, marks, look, texts, { width, ends });
    chart.current?.setOption(option, { replaceMerge: ["series"] });
  }, [model, marks, look, texts, width, low, high]);

  useEffect(() => {
    onReady?.(
      () => chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: look.surface }) ?? "",
    );
    return () => onReady?.(null);
  }, [onReady, look]);

  return <div ref={box} className="chart-canvas" role="img" aria-label={description} />;
}
