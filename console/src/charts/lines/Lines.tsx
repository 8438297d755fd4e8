import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import { useLook } from "../look";
import { useSharedExtent } from "../shared";
import { type Curve, type Curves, reachOf } from "./curves";
import type { LineMarks, LineTexts } from "./option";

const LinesChart = lazy(() => import("./LinesChart"));

interface Props<C extends Curve> {
  model: Curves<C>;
  /** What a place on the axis is called. */
  bucket: (bucket: string) => string;
  /** How values are written; as exact figures when not given. */
  value?: ((value: number | null | undefined) => string) | undefined;
  /** How they are written on the axis, where that is shorter. */
  axis?: (value: number) => string;
  marks?: LineMarks;
  dark: boolean;
  format: Format;
  description: string;
  onOpen: (line: C, index: number) => void;
  onReady?: (png: (() => string) | null) => void;
}

const NONE: LineMarks = {};

/** Lines over time, age or whatever the axis holds: the picture comes when its code is there. */
export function Lines<C extends Curve>({
  model,
  bucket,
  value,
  axis,
  marks = NONE,
  dark,
  format,
  description,
  onOpen,
  onReady,
}: Props<C>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const texts: LineTexts = useMemo(
    () => ({
      bucket,
      axis: axis ?? value ?? format.short,
      exact: value ?? format.exact,
      previous: t("chart.previous"),
      smoothed: t("chart.smoothed"),
      incomplete: t("chart.incompleteBucket"),
    }),
    [bucket, value, axis, format, t],
  );
  const ends = useSharedExtent(
    "lines",
    useMemo(() => reachOf(model, marks.compare), [model, marks.compare]),
  );
  return (
    <div className="chart-box">
      <Suspense fallback={<div className="chart-canvas" aria-busy="true" />}>
        <LinesChart
          model={model}
          marks={marks}
          texts={texts}
          low={ends?.[0]}
          high={ends?.[1]}
          look={look}
          description={description}
          onOpen={(line, index) => onOpen(line as C, index)}
          {...(onReady ? { onReady } : {})}
        />
      </Suspense>
    </div>
  );
}
