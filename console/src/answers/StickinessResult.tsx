import { useTranslation } from "react-i18next";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  groupKey,
  type StickinessRow,
  stickinessAverage,
  stickinessPeriods,
  stickinessRows,
} from "@/base/question";
import { type Column, Columns, columnsPng, Lines, useLook } from "@/charts";
import type { Stickiness } from "@/contract";
import { Legend } from "@/ui";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { groupsOf } from "./groups";
import { Pick, useLookedAt } from "./Pick";
import { describeLines, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

const AVERAGE = "average";
const SHOWN = ["days", "time"] as const;

/** On how many days people were active: on the average, in one period, or the share of days over time. */
export default function StickinessResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Stickiness>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const { png: linesPng, onReady } = usePicture();
  const [period, setPeriod] = useLookedAt("at");
  const [as, setAs] = useLookedAt("as");
  const overTime = as === "time";
  const rows = stickinessRows(answer);
  const periods = stickinessPeriods(answer);
  const broken = breakdownsOf(question).length > 0;
  const names = { broken, value: format.value, whole: t("kinds.stickiness.active") };
  const groups = groupsOf(periods, names, dark);
  const buckets = [...new Set(rows.map((row) => row.bucket))];
  const bucket = (one: string) => format.bucket(one, question.interval);
  const chosen = buckets.find((one) => one === period) ?? AVERAGE;
  const days = [...new Set(rows.map((row) => row.days))].sort((a, b) => a - b);
  const average = stickinessAverage(answer);
  const earlier = earlierOf(answer, stickinessRows, {
    by: ["days", "breakdown"],
    period: { field: "bucket", interval: question.interval },
  });
  const earlierMean = earlierOf(answer, stickinessAverage, { by: ["days", "breakdown"] });
  const earlierPeriod = earlierOf(answer, stickinessPeriods, {
    by: ["breakdown"],
    period: { field: "bucket", interval: question.interval },
  });
  const shown: Column[] = days.map((day) => ({
    key: String(day),
    label: String(day),
    title: t("kinds.stickiness.days", { count: day }),
    bars: groups.map((group) => {
      const base = { key: group.key, name: group.name, colour: group.colour };
      const mine = (one: { days: number; breakdown?: unknown }) =>
        one.days === day && groupKey(one.breakdown) === group.key;
      if (chosen === AVERAGE) {
        const mean = average.find(mine);
        const share = mean?.share ?? null;
        return {
          ...base,
          value: share,
          text: format.rate(share),
          ...(mean && earlierMean ? { before: earlierMean(mean)?.share } : {}),
        };
      }
      const row = rows.find((one) => one.bucket === chosen && mine(one));
      return {
        ...base,
        value: row?.share ?? null,
        text: `${format.exact(row?.people)} (${format.rate(row?.share)})`,
        address: row?.address,
        figure: row?.people,
        hatched: row?.complete === false,
        ...(row && earlier ? { before: earlier(row)?.share } : {}),
      };
    }),
  }));
  const open = new Set(rows.filter((row) => !row.complete).map((row) => row.bucket));
  const curves = {
    buckets,
    lines: groups.map((group) => ({
      ...group,
      points: buckets.map((one) => {
        const row = group.rows.find((own) => own.bucket === one);
        return {
          value: row?.stickiness ?? null,
          complete: !open.has(one),
          ...(earlierPeriod ? { previous: (row && earlierPeriod(row)?.stickiness) ?? null } : {}),
        };
      }),
    })),
  };
  const columns: FigureColumn<StickinessRow>[] = [
    {
      key: "bucket",
      title: t("ask.table.bucket"),
      value: (row) => row.bucket,
      write: (row) => bucket(row.bucket),
      running: (row) => !row.complete,
    },
    ...(broken
      ? [
          {
            key: "breakdown",
            title: breakdownTitle(question, t),
            value: (row: StickinessRow) => row.breakdown,
          },
        ]
      : []),
    { key: "days", title: t("kinds.stickiness.column"), as: "number", alone: true, value: (row) => row.days },
    {
      key: "people",
      title: t("kinds.stickiness.exactly"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: `${bucket(row.bucket)} · ${t("kinds.stickiness.days", { count: row.days })}`,
        figure: row.people,
      }),
    },
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
    {
      key: "at_least",
      title: t("kinds.stickiness.atLeast"),
      as: "number",
      value: (row) => row.at_least,
      door: (row) => ({
        address: row.at_least_address,
        title: `${bucket(row.bucket)} · ≥ ${t("kinds.stickiness.days", { count: row.days })}`,
        figure: row.at_least,
      }),
    },
    { key: "at_least_share", title: t("kinds.share"), as: "rate", value: (row) => row.at_least_share },
  ];
  const table = () => tableOf(columns, rows, earlier);
  const barsPng = () => columnsPng(shown, false, look, format.rate);
  useParts(onParts, table, view !== "chart" ? null : overTime ? linesPng : barsPng);

  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => `${row.bucket}|${row.days}|${groupKey(row.breakdown)}`}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  return (
    <>
      <div className="result-picks">
        <Either
          label={t("kinds.stickiness.look")}
          value={overTime ? "time" : "days"}
          options={SHOWN}
          name={(one) => t(`kinds.stickiness.by.${one}`)}
          onChange={(next) => setAs(next === "time" ? next : null)}
        />
        {!overTime && (
          <Pick
            label={t("ask.table.bucket")}
            value={chosen}
            options={[
              { key: AVERAGE, name: t("kinds.stickiness.average") },
              ...buckets.map((one) => ({ key: one, name: bucket(one) })),
            ]}
            onChange={(key) => setPeriod(key === AVERAGE ? null : key)}
          />
        )}
      </div>
      {groups.length > 1 && <Legend items={groups} />}
      {overTime ? (
        <Lines
          model={curves}
          bucket={bucket}
          value={format.rate}
          dark={dark}
          format={format}
          description={describeLines(curves, { value: format.rate, bucket }, t)}
          onOpen={(line, index) => {
            const row = line.rows.find((one) => one.bucket === buckets[index]);
            if (row) onOpen(row.address, `${bucket(row.bucket)} · ${line.name}`, row.active);
          }}
          onReady={onReady}
        />
      ) : (
        <Columns
          columns={shown}
          axis={format.rate}
          description={shown.map((one) => `${one.title}: ${one.bars[0]?.text}`).join(". ")}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
