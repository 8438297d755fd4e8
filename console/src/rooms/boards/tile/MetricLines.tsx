import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { Written } from "@/base/metrics";
import { coloursOf } from "@/base/palette";
import { type Curve, colourKey, Lines } from "@/charts";
import type { MetricValues } from "@/contract";

type Row = MetricValues["rows"][number];
type Drawn = Curve & { rows: Row[] };

interface Props {
  values: MetricValues;
  before: MetricValues | null;
  name: string;
  apart: boolean;
  writes: Written;
  format: Format;
  dark: boolean;
  onOpen: (row: Row) => void;
}

/** The course of a metric, a line each part; what it is compared with as a thin line. */
export function MetricLines({ values, before, name, apart, writes, format, dark, onOpen }: Props) {
  const { t } = useTranslation();
  const model = useMemo(() => {
    const buckets = [...new Set(values.rows.map((row) => row.bucket))];
    const labels = values.totals.map((total) => total.breakdown);
    const colours = coloursOf(
      labels.map((label) => (apart ? colourKey(label) : name)),
      dark,
    );
    const lines: Drawn[] = labels.map((label, index) => {
      const rows = values.rows.filter((row) => row.breakdown === label);
      const earlier = before?.rows.filter((row) => row.breakdown === label) ?? [];
      return {
        key: String(label),
        name: apart ? format.value(label) : name,
        colour: colours[index] ?? "",
        rows,
        points: rows.map((row, at) => ({
          value: row.value,
          complete: row.complete,
          previous: earlier[at]?.value ?? null,
        })),
      };
    });
    return { buckets, lines };
  }, [values, before, name, apart, format, dark]);
  const marks = useMemo(() => ({ compare: before !== null }), [before]);
  const bucket = useMemo(
    () => (one: string) => format.bucket(one, values.interval),
    [format, values.interval],
  );
  return (
    <>
      {apart && (
        <ul className="tile-legend">
          {model.lines.map((line) => (
            <li key={line.key}>
              <i style={{ background: line.colour }} /> {line.name}
            </li>
          ))}
        </ul>
      )}
      <Lines
        model={model}
        bucket={bucket}
        value={writes.exact}
        axis={writes.short}
        marks={marks}
        dark={dark}
        format={format}
        description={t("boards.tile.course", { name, value: writes.exact(values.totals[0]?.value) })}
        onOpen={(line, index) => line.rows[index] && onOpen(line.rows[index])}
      />
    </>
  );
}
