import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Format, Interval } from "@/base/format";
import { useLook } from "../look";
import { extremes, type Line, type TrendModel } from "./lines";
import type { TrendTexts } from "./option";

const TrendChart = lazy(() => import("./TrendChart"));

interface Props {
  model: TrendModel;
  interval: Interval;
  compare: boolean;
  dark: boolean;
  format: Format;
  onOpen: (line: Line, index: number) => void;
  onReady?: (png: (() => string) | null) => void;
}

/** A trend: the picture comes when its code is there; until then its place is kept. */
export function Trend({ model, interval, compare, dark, format, onOpen, onReady }: Props) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const texts: TrendTexts = useMemo(
    () => ({
      bucket: (bucket) => format.bucket(bucket, interval),
      axis: format.short,
      exact: format.exact,
      previous: t("chart.previous"),
      incomplete: t("chart.incompleteBucket"),
    }),
    [format, interval, t],
  );
  const description = model.lines
    .slice(0, 12)
    .map((line) => {
      const ends = extremes(line);
      const total = t("chart.describe.total", { name: line.name, total: format.exact(line.total.value) });
      if (!ends) return total;
      return `${total} ${t("chart.describe.ends", {
        high: format.exact(ends.high.value),
        highAt: format.bucket(ends.high.bucket, interval),
        low: format.exact(ends.low.value),
        lowAt: format.bucket(ends.low.bucket, interval),
      })}`;
    })
    .join(" ");
  return (
    <div className="chart-box">
      <Suspense fallback={<div className="chart-canvas" aria-busy="true" />}>
        <TrendChart
          model={model}
          compare={compare}
          texts={texts}
          look={look}
          description={description}
          onOpen={onOpen}
          {...(onReady ? { onReady } : {})}
        />
      </Suspense>
    </div>
  );
}
