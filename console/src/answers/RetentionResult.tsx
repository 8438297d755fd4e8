import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  groupKey,
  type RetentionAverage,
  type RetentionRow,
  retentionAverage,
  retentionRows,
} from "@/base/question";
import { Lines, type Offset, RetentionMap, retentionModel, retentionPng, useLook } from "@/charts";
import type { Retention } from "@/contract";
import { Legend } from "@/ui";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { chosenOf, groupsOf } from "./groups";
import { Pick, useLookedAt } from "./Pick";
import { describeLines, useHidden, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

const LOOKS = ["map", "line", "value"] as const;

/** The heat map of one group; the mean of each group as a line; what returns are worth. */
export default function RetentionResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Retention>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const { png, onReady } = usePicture();
  const { hidden, toggle } = useHidden();
  const [as, setAs] = useLookedAt("as");
  const [at, setAt] = useLookedAt("group");
  const { interval } = question;
  const broken = breakdownsOf(question).length > 0;
  const valued = question.value !== undefined;
  const shown = as === "line" || (as === "value" && valued) ? as : "map";
  const rows = retentionRows(answer);
  const average = retentionAverage(answer);
  const earlier = earlierOf(answer, retentionRows, {
    by: ["offset", "breakdown"],
    period: { field: "cohort", interval },
  });
  const earlierMean = earlierOf(answer, retentionAverage, { by: ["offset", "breakdown"] });
  const names = { broken, value: format.value, whole: t("kinds.everyone") };
  const groups = groupsOf(rows, names, dark);
  const group = chosenOf(groups, at);
  const key = group?.key;
  const model = useMemo(
    () =>
      retentionModel(
        retentionRows(answer).filter((row) => groupKey(row.breakdown) === key),
        retentionAverage(answer).filter((one) => groupKey(one.breakdown) === key),
      ),
    [answer, key],
  );
  const offsetName = ({ offset, to }: Offset) =>
    t(`chart.retention.offset.${interval}`, { offset: to === offset ? offset : `${offset}–${to}` });
  const tos = new Map(rows.map((row) => [row.offset, row.offset_to ?? row.offset]));
  const offsets = [...tos.keys()].sort((a, b) => a - b);
  const bucket = (one: string) =>
    offsetName({ offset: Number(one), to: tos.get(Number(one)) ?? Number(one) });
  const curves = {
    buckets: offsets.map(String),
    lines: groupsOf(average, names, dark).map((one) => ({
      ...one,
      points: offsets.map((offset) => {
        const mean = one.rows.find((row) => row.offset === offset);
        const figure = (row: RetentionAverage | undefined) =>
          (shown === "value" ? row?.value_per_person : row?.rate) ?? null;
        return {
          value: figure(mean),
          complete: mean?.complete ?? true,
          ...(earlierMean ? { previous: figure(mean && earlierMean(mean)) } : {}),
        };
      }),
    })),
  };
  const columns: FigureColumn<RetentionRow>[] = [
    {
      key: "cohort",
      title: t("chart.retention.cohort"),
      value: (row) => row.cohort,
      write: (row) => format.bucket(row.cohort, interval),
      running: (row) => !row.complete,
    },
    ...(broken
      ? [
          {
            key: "breakdown",
            title: breakdownTitle(question, t),
            value: (row: RetentionRow) => row.breakdown,
          },
        ]
      : []),
    {
      key: "offset",
      title: t("ask.table.offset"),
      value: (row) => row.offset,
      write: (row) => offsetName({ offset: row.offset, to: row.offset_to ?? row.offset }),
    },
    {
      key: "people",
      title: t("ask.table.back"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: t("chart.retention.cellTitle", {
          name: format.bucket(row.cohort, interval),
          offset: offsetName({ offset: row.offset, to: row.offset_to ?? row.offset }),
        }),
        figure: row.people,
      }),
    },
    { key: "size", title: t("chart.retention.size"), as: "number", value: (row) => row.size },
    { key: "rate", title: t("ask.table.rate"), as: "rate", value: (row) => row.rate },
    {
      key: "lost",
      title: t("kinds.retention.lost"),
      as: "number",
      value: (row) => row.lost,
      door: (row) => ({
        address: row.lost_address,
        title: `${format.bucket(row.cohort, interval)} · ${t("kinds.retention.lost")}`,
        figure: row.lost ?? undefined,
      }),
    },
    ...(valued
      ? [
          {
            key: "value_per_person",
            title: t("kinds.ltv.perPerson"),
            as: "number" as const,
            value: (row: RetentionRow) => row.value_per_person,
          },
        ]
      : []),
  ];
  const mapPng = () =>
    retentionPng(model, interval, look, dark, format, {
      cohort: t("chart.retention.cohort"),
      size: t("chart.retention.size"),
      mean: t("chart.retention.mean"),
      offset: offsetName,
    });
  useParts(
    onParts,
    () => tableOf(columns, rows, earlier),
    view !== "chart" ? null : shown === "map" ? mapPng : png,
  );
  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => row.address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const second = model.average[1];
  const description = second
    ? t("ask.retention.describe", {
        cohorts: model.cohorts.length,
        offset: model.offsets[1] ? offsetName(model.offsets[1]) : "",
        rate: format.rate(second.rate),
      })
    : t("ask.retention.describeOne", { cohorts: model.cohorts.length });
  const write = shown === "value" ? format.exact : format.rate;
  return (
    <>
      <div className="result-picks">
        <Either
          label={t("kinds.funnel.look")}
          value={shown}
          options={valued ? LOOKS : LOOKS.slice(0, 2)}
          name={(one) => t(`kinds.retention.looks.${one}`)}
          onChange={(next) => setAs(next === "map" ? null : next)}
        />
        {broken && group && shown === "map" && (
          <Pick
            label={breakdownTitle(question, t)}
            value={group.key}
            options={groups}
            onChange={(next) => setAt(next)}
          />
        )}
      </div>
      {shown === "map" ? (
        <RetentionMap
          model={model}
          interval={interval}
          offsetName={offsetName}
          format={format}
          dark={dark}
          description={description}
          onOpen={onOpen}
        />
      ) : (
        <>
          {broken && (
            <Legend
              items={curves.lines.map((one) => ({
                ...one,
                off: hidden.has(one.key),
                onToggle: () => toggle(one.key),
              }))}
            />
          )}
          <Lines
            model={{ ...curves, lines: curves.lines.filter((one) => !hidden.has(one.key)) }}
            bucket={bucket}
            value={write}
            dark={dark}
            format={format}
            description={describeLines(curves, { value: write, bucket }, t)}
            onOpen={(line, index) => {
              // A mean has no people of its own: the newest cohort that is whole at this offset stands for it.
              const own = rows.filter(
                (row) => row.offset === offsets[index] && groupKey(row.breakdown) === line.key,
              );
              const row = own.findLast((one) => one.complete) ?? own.at(-1);
              if (row)
                onOpen(
                  row.address,
                  t("chart.retention.cellTitle", {
                    name: format.bucket(row.cohort, interval),
                    offset: bucket(String(row.offset)),
                  }),
                  row.people,
                );
            }}
            onReady={onReady}
          />
        </>
      )}
    </>
  );
}
