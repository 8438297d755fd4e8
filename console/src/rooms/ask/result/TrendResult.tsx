import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { seriesName } from "@/base/question";
import { type Line, TrendPicture, trendModel } from "@/charts";
import type { Trend } from "@/contract";
import { Change } from "@/ui";
import { TrendTable } from "./TrendTable";
import type { ResultProps } from "./types";

/** Lines over time with their totals; the lines can be switched off and on. */
export default function TrendResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Trend>) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [png, setPng] = useState<{ make: () => string } | null>(null);
  const model = useMemo(
    () =>
      trendModel(
        answer,
        question,
        { series: (index) => seriesName(question.series[index], t), value: format.value },
        dark,
      ),
    [answer, question, t, format, dark],
  );
  const shown = useMemo(
    () => ({ ...model, lines: model.lines.filter((line) => !hidden.has(line.key)) }),
    [model, hidden],
  );
  const compare = question.compare === "previous";
  const onReady = useCallback((make: (() => string) | null) => setPng(make ? { make } : null), []);

  useEffect(() => {
    const table = () => ({
      header: [
        t("ask.table.bucket"),
        ...model.lines.flatMap((l) =>
          compare ? [l.name, `${l.name} (${t("ask.table.previous")})`] : [l.name],
        ),
        t("ask.table.complete"),
      ],
      rows: model.buckets.map((bucket, at) => [
        bucket,
        ...model.lines.flatMap((l) =>
          compare ? [l.points[at]?.value, l.points[at]?.previous] : [l.points[at]?.value],
        ),
        model.lines[0]?.points[at]?.complete ?? true,
      ]),
    });
    onParts({ table, png: view === "chart" && png ? png.make : null });
    return () => onParts(null);
  }, [model, compare, view, png, onParts, t]);

  const countsPeople = (line: Line) => question.series[line.series]?.measure === "people";
  const openPoint = (line: Line, index: number, previous = false) => {
    const point = line.points[index];
    const address = previous ? point?.previous_address : point?.address;
    if (!point || !address) return;
    const figure = (previous ? point.previous : point.value) ?? undefined;
    const when = previous
      ? t("ask.previousOf", { bucket: format.bucket(point.bucket, question.interval) })
      : format.bucket(point.bucket, question.interval);
    onOpen(address, `${line.name} · ${when}`, countsPeople(line) ? figure : undefined);
  };
  const openTotal = (line: Line) =>
    onOpen(line.total.address, line.name, countsPeople(line) ? (line.total.value ?? undefined) : undefined);

  if (view === "table") {
    return (
      <TrendTable
        model={model}
        question={question}
        format={format}
        onOpen={openPoint}
        onOpenTotal={openTotal}
      />
    );
  }
  return (
    <>
      <ul className="legend">
        {model.lines.map((line) => (
          <li key={line.key} className={hidden.has(line.key) ? "off" : ""}>
            <button
              type="button"
              className="legend-name"
              aria-pressed={!hidden.has(line.key)}
              onClick={() => setHidden((old) => toggled(old, line.key))}
            >
              <i style={{ background: line.colour }} aria-hidden="true" />
              <span>{line.name}</span>
            </button>
            <button
              type="button"
              className="figure-door"
              title={t("ask.openTotal")}
              onClick={() => openTotal(line)}
            >
              <b>{format.exact(line.total.value)}</b>
            </button>
            {compare && (
              <Change
                value={line.total.value}
                previous={line.total.previous}
                good="neutral"
                against={format.exact(line.total.previous)}
              />
            )}
          </li>
        ))}
      </ul>
      <TrendPicture
        model={shown}
        interval={question.interval}
        compare={compare}
        dark={dark}
        format={format}
        onOpen={openPoint}
        onReady={onReady}
      />
    </>
  );
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
