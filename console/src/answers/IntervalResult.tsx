import { useTranslation } from "react-i18next";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  groupKey,
  type IntervalRow,
  intervalBars,
  intervalRows,
  intervalTotals,
} from "@/base/question";
import { columnsPng, Lines, useLook } from "@/charts";
import type { TimeBetween } from "@/contract";
import { Legend } from "@/ui";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { DurationBars, durationAt, durationColumns } from "./DurationBars";
import { groupsOf } from "./groups";
import { Moved } from "./Moved";
import { useLookedAt } from "./Pick";
import { describeLines, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

const LOOKS = ["bars", "time"] as const;

/** How long it took, as a histogram, and the median over time. */
export default function IntervalResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onAsk,
  onParts,
}: ResultProps<TimeBetween>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const { png, onReady } = usePicture();
  const [as, setAs] = useLookedAt("as");
  const { interval, by = "pairs" } = question;
  const overTime = as === "time" && interval !== undefined;
  const rows = intervalRows(answer);
  const totals = intervalTotals(answer);
  const earlier = earlierOf(answer, intervalRows, {
    by: ["breakdown"],
    period: interval && { field: "bucket", interval },
  });
  const earlierTotal = earlierOf(answer, intervalTotals, { by: ["breakdown"] });
  const broken = breakdownsOf(question).length > 0;
  const names = { broken, value: format.value, whole: t("kinds.everyone") };
  const bars = groupsOf(intervalBars(answer), names, dark);
  const shown = durationColumns(bars, format, (bar) => (by === "people" ? bar.people : bar.pairs));
  const lines = groupsOf(rows, names, dark);
  const buckets = [...new Set(rows.map((row) => row.bucket ?? ""))];
  const bucket = (one: string) => (interval ? format.bucket(one, interval) : t("ask.interval.whole"));
  const model = {
    buckets,
    lines: lines.map((group) => ({
      ...group,
      points: buckets.map((one) => {
        const row = group.rows.find((own) => own.bucket === one);
        return {
          value: row?.median_seconds ?? null,
          complete: row?.complete ?? true,
          ...(earlier ? { previous: (row && earlier(row)?.median_seconds) ?? null } : {}),
        };
      }),
    })),
  };
  const seconds = (key: "mean" | "p10" | "median" | "p90" | "max"): FigureColumn<IntervalRow> => ({
    key: `${key}_seconds`,
    title: t(`kinds.stat.${key}`),
    as: "seconds",
    value: (row) => row[`${key}_seconds`],
  });
  const columns: FigureColumn<IntervalRow>[] = [
    {
      key: "bucket",
      title: t("ask.table.bucket"),
      value: (row) => row.bucket,
      write: (row) => bucket(row.bucket ?? ""),
      running: (row) => !row.complete,
    },
    ...(broken
      ? [{ key: "breakdown", title: breakdownTitle(question, t), value: (row: IntervalRow) => row.breakdown }]
      : []),
    { key: "pairs", title: t("kinds.interval.bys.pairs"), as: "number", value: (row) => row.pairs },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({ address: row.address, title: bucket(row.bucket ?? ""), figure: row.people }),
    },
    seconds("median"),
    seconds("mean"),
    seconds("p10"),
    seconds("p90"),
    seconds("max"),
  ];
  const barsPng = () => columnsPng(shown, false, look, format.short);
  useParts(
    onParts,
    () => tableOf(columns, rows, earlier),
    view !== "chart" ? null : overTime ? png : barsPng,
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
  const median = totals.length === 1 ? totals[0]?.median_seconds : null;
  const at = durationAt(shown, median);
  return (
    <>
      <div className="result-picks">
        <Either
          label={t("kinds.funnel.look")}
          value={overTime ? "time" : "bars"}
          options={LOOKS}
          name={(one) => t(`kinds.interval.looks.${one}`)}
          onChange={(next) =>
            next === "time" && !interval
              ? onAsk({ ...question, interval: "day" }, { as: "time" })
              : setAs(next === "time" ? next : null)
          }
        />
      </div>
      <Legend
        items={groupsOf(totals, names, dark).map((group) => {
          const own = totals.find((one) => groupKey(one.breakdown) === group.key);
          return {
            key: group.key,
            name: group.name,
            colour: group.colour,
            children: own && (
              <>
                <button
                  type="button"
                  className="figure-door"
                  onClick={() => onOpen(own.address, group.name, own.people)}
                >
                  <b>{format.exact(own.people)}</b>
                </button>
                <span className="legend-more">
                  {t("kinds.median", { value: format.duration(own.median_seconds) })}{" "}
                  {earlierTotal && (
                    <Moved
                      value={own.median_seconds}
                      before={earlierTotal(own)?.median_seconds}
                      write={format.duration}
                    />
                  )}{" "}
                  ·{" "}
                  {t("kinds.tenths", {
                    low: format.duration(own.p10_seconds),
                    high: format.duration(own.p90_seconds),
                  })}
                </span>
              </>
            ),
          };
        })}
      />
      {overTime ? (
        <Lines
          model={model}
          bucket={bucket}
          value={format.duration}
          dark={dark}
          format={format}
          description={describeLines(model, { value: format.duration, bucket }, t)}
          onOpen={(line, index) => {
            const row = line.rows.find((one) => one.bucket === buckets[index]);
            if (row) onOpen(row.address, `${bucket(row.bucket ?? "")} · ${line.name}`, row.people);
          }}
          onReady={onReady}
        />
      ) : (
        <DurationBars
          columns={shown}
          format={format}
          marker={at === null ? null : { at, text: t("kinds.median", { value: format.duration(median) }) }}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
