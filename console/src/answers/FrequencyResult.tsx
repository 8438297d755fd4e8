import { useTranslation } from "react-i18next";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  type FrequencyRow,
  frequencyRows,
  frequencyTotals,
  groupKey,
} from "@/base/question";
import { type Column, Columns, columnsPng, useLook } from "@/charts";
import type { Frequency } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { groupsOf } from "./groups";
import { Pick, useLookedAt } from "./Pick";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const timesOf = (row: { from: number; to: number | null }) =>
  row.to === null ? `≥ ${row.from}` : row.to === row.from ? String(row.from) : `${row.from}–${row.to}`;

/** How many people did it once, twice, three times … */
export default function FrequencyResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Frequency>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const [at, setAt] = useLookedAt("at");
  const all = frequencyRows(answer);
  const { interval } = question;
  const buckets = interval ? [...new Set(all.map((row) => row.bucket ?? ""))] : [];
  const chosen = buckets.find((one) => one === at) ?? buckets.at(-1);
  const here = <T extends { bucket?: string }>(one: T) => !interval || one.bucket === chosen;
  const rows = all.filter(here);
  const earlier = earlierOf(answer, frequencyRows, {
    by: ["from", "to", "breakdown"],
    period: interval && { field: "bucket", interval },
  });
  const broken = breakdownsOf(question).length > 0;
  const groups = groupsOf(rows, { broken, value: format.value, whole: t("kinds.everyone") }, dark);
  const totals = frequencyTotals(answer).filter(here);
  const bucket = (one: string | undefined) => (interval && one ? format.bucket(one, interval) : "");
  const times = (row: FrequencyRow) =>
    t("kinds.frequency.times", { times: timesOf(row), count: row.to ?? row.from });
  const shown: Column[] = (groups[0]?.rows ?? []).map((first) => ({
    key: timesOf(first),
    label: timesOf(first),
    title: times(first),
    complete: first.complete,
    bars: groups.map((group) => {
      const row = group.rows.find((one) => one.from === first.from);
      return {
        key: group.key,
        name: group.name,
        colour: group.colour,
        value: (groups.length > 1 ? row?.share : row?.people) ?? 0,
        ...(row && earlier ? { before: earlier(row)?.[groups.length > 1 ? "share" : "people"] } : {}),
        text: `${format.exact(row?.people ?? 0)} (${format.rate(row?.share)})`,
        address: row?.address,
        figure: row?.people,
      };
    }),
  }));
  const axis = groups.length > 1 ? format.rate : format.short;
  const median = totals.length === 1 ? totals[0]?.median : null;
  const within = (groups[0]?.rows ?? []).findIndex(
    (row) => typeof median === "number" && median < (row.to ?? Number.POSITIVE_INFINITY) + 1,
  );
  const marker =
    typeof median === "number" && within >= 0
      ? { at: within + 0.5, text: t("kinds.median", { value: format.exact(median) }) }
      : null;
  const columns: FigureColumn<FrequencyRow>[] = [
    ...(interval
      ? [
          {
            key: "bucket",
            title: t("ask.table.bucket"),
            value: (row: FrequencyRow) => row.bucket,
            write: (row: FrequencyRow) => bucket(row.bucket),
            running: (row: FrequencyRow) => !row.complete,
          },
        ]
      : []),
    ...(broken
      ? [
          {
            key: "breakdown",
            title: breakdownTitle(question, t),
            value: (row: FrequencyRow) => row.breakdown,
          },
        ]
      : []),
    { key: "times", title: t("kinds.frequency.column"), value: timesOf },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: [bucket(row.bucket), times(row)].filter(Boolean).join(" · "),
        figure: row.people,
      }),
    },
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
  ];
  const table = () => tableOf(columns, all, earlier);
  const png = () => columnsPng(shown, false, look, axis);
  useParts(onParts, table, view === "chart" ? png : null);

  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={all}
        earlier={earlier}
        rowKey={(row) => `${row.bucket}|${row.from}|${groupKey(row.breakdown)}`}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  return (
    <>
      {interval && chosen && (
        <Pick
          label={t("ask.table.bucket")}
          value={chosen}
          options={buckets.map((one) => ({ key: one, name: bucket(one) }))}
          onChange={(key) => setAt(key)}
        />
      )}
      <Legend
        items={groups.map((group) => {
          const total = totals.find((one) => groupKey(one.breakdown) === group.key);
          return {
            key: group.key,
            name: group.name,
            colour: group.colour,
            children: total && (
              <>
                <button
                  type="button"
                  className="figure-door"
                  onClick={() => onOpen(total.address, group.name, total.people)}
                >
                  <b>{format.exact(total.people)}</b>
                </button>
                <span className="legend-more">
                  {t("kinds.frequency.each", {
                    mean: format.exact(total.mean),
                    median: format.exact(total.median),
                    max: format.exact(total.max),
                  })}
                </span>
              </>
            ),
          };
        })}
      />
      <Columns
        columns={shown}
        axis={axis}
        marker={marker}
        description={shown.map((one) => `${one.title}: ${one.bars[0]?.text}`).join(". ")}
        onOpen={onOpen}
      />
    </>
  );
}
