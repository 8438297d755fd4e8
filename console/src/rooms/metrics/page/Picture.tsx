import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { metricDoors, metricName, useWritten } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import { useDark } from "@/base/theme";
import { extremes, Lines } from "@/charts";
import type { MetricValues, OneMetric } from "@/contract";
import { Legend, usePeopleBehind } from "@/ui";
import { Buckets } from "./Buckets";
import { ExportMenu } from "./ExportMenu";
import { type MetricLine, metricCurves } from "./model";
import { Parts } from "./Parts";
import type { Look } from "./useLook";

interface Props {
  metric: OneMetric;
  look: Look;
  values: MetricValues;
  before: MetricValues | undefined;
}

/** The values as lines over time, with their table. */
export function Picture({ metric, look, values, before }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const behind = usePeopleBehind();
  const written = useWritten(metric.metric);
  const [png, setPng] = useState<{ make: () => string } | null>(null);
  const onReady = useCallback((make: (() => string) | null) => setPng(make ? { make } : null), []);
  const apart = look.by !== null;
  const whole = metricName(metric.metric, format.locale);
  const model = useMemo(
    () => metricCurves(values, before, (value) => (apart ? format.value(value) : whole), apart, dark),
    [values, before, apart, whole, format, dark],
  );
  const bucket = useCallback((one: string) => format.bucket(one, look.interval), [format, look.interval]);
  const marks = useMemo(() => ({ compare: before !== undefined && !apart }), [before, apart]);
  const open = (line: MetricLine, index: number) => {
    const row = line.rows[index];
    const [door] = row ? metricDoors(values.doors, row.addresses, t) : [];
    if (row && door) behind.open({ ...door, title: `${line.name} · ${bucket(row.bucket)}` });
  };
  const said = model.lines.flatMap((line) => {
    const ends = extremes(line, model.buckets);
    if (!ends) return [];
    const { high, low } = ends;
    return t("chart.describe.line", {
      name: line.name,
      high: written.exact(high.value),
      highAt: bucket(high.bucket),
      low: written.exact(low.value),
      lowAt: bucket(low.bucket),
    });
  });
  return (
    <>
      <div className="metric-tools">
        {apart ? (
          <Legend
            items={model.lines.map((line) => ({ key: line.key, name: line.name, colour: line.colour }))}
          />
        ) : (
          <span />
        )}
        <ExportMenu
          name={metric.key}
          model={model}
          before={marks.compare ? before : undefined}
          png={png?.make ?? null}
        />
      </div>
      <Lines<MetricLine>
        model={model}
        bucket={bucket}
        value={written.exact}
        axis={written.short}
        marks={marks}
        dark={dark}
        format={format}
        description={said.join(" ")}
        onOpen={open}
        onReady={onReady}
      />
      {apart ? (
        <Parts metric={metric} by={look.by ?? ""} values={values} before={before} />
      ) : (
        <Buckets metric={metric} look={look} values={values} before={before} />
      )}
    </>
  );
}
