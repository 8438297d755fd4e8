import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { lineName } from "@/base/question";
import { type Line, Lines, trendModel } from "@/charts";
import type { Trend } from "@/contract";
import { Change, Legend } from "@/ui";
import { describeLines, useHidden, useParts, usePicture } from "./shared";
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
  flags,
  onParts,
}: ResultProps<Trend>) {
  const { t } = useTranslation();
  const { hidden, toggle } = useHidden();
  const { png, onReady } = usePicture();
  const model = useMemo(
    () =>
      trendModel(
        answer,
        question,
        { series: (index) => lineName(question, index, t), value: format.value },
        dark,
      ),
    [answer, question, t, format, dark],
  );
  const shown = useMemo(
    () => ({ ...model, lines: model.lines.filter((line) => !hidden.has(line.key)) }),
    [model, hidden],
  );
  const compare = question.compare !== undefined;
  const bucket = useCallback(
    (one: string) => format.bucket(one, question.interval),
    [format, question.interval],
  );
  const smoothed = question.smooth !== undefined;
  const marks = useMemo(() => ({ compare, smoothed, flags }), [compare, smoothed, flags]);

  const table = useCallback(
    () => ({
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
    }),
    [model, compare, t],
  );
  useParts(onParts, table, view === "chart" ? png : null);

  const shownSeries = question.series.filter((one) => !one.hidden);
  const countsPeople = (line: Line) => {
    const one = shownSeries[line.series];
    return (one?.measure === "people" || one?.measure === "rolling_people") && !one.per_person;
  };
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
    line.total.address &&
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
      <Legend
        items={model.lines.map((line) => ({
          key: line.key,
          name: line.name,
          colour: line.colour,
          off: hidden.has(line.key),
          onToggle: () => toggle(line.key),
          children: (
            <>
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
            </>
          ),
        }))}
      />
      <Lines
        model={shown}
        bucket={bucket}
        marks={marks}
        dark={dark}
        format={format}
        description={describeLines(model, { value: format.exact, bucket }, t)}
        onOpen={openPoint}
        onReady={onReady}
      />
    </>
  );
}
