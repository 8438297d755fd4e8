import { LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Line, TrendModel } from "./lines";
import { type Look, nearestLine, type TrendTexts, trendOption } from "./option";

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  model: TrendModel;
  compare: boolean;
  texts: TrendTexts;
  look: Look;
  /** What the picture says, in words. */
  description: string;
  onOpen: (line: Line, index: number) => void;
  /** Hands out a function that makes a PNG of the picture as it stands. */
  onReady?: (png: (() => string) | null) => void;
}

/** The picture itself. Loaded on its own, because the chart library is large. */
export default function TrendChart({ model, compare, texts, look, description, onOpen, onReady }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const open = useRef({ onOpen, model });
  open.current = { onOpen, model };

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
    chart.current?.setOption(trendOption(model, compare, look, texts), { replaceMerge: ["series"] });
  }, [model, compare, look, texts]);

  useEffect(() => {
    onReady?.(
      () => chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: look.surface }) ?? "",
    );
    return () => onReady?.(null);
  }, [onReady, look]);

  return <div ref={box} className="chart-canvas" role="img" aria-label={description} />;
}
