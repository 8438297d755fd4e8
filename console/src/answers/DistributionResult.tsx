import { useTranslation } from "react-i18next";
import {
  breakdownsOf,
  breakdownTitle,
  type DistributionRow,
  distributionRows,
  distributionTotals,
  earlierOf,
  groupKey,
} from "@/base/question";
import { type Column, Columns, columnsPng, Ranks, useLook } from "@/charts";
import type { Distribution } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { groupsOf } from "./groups";
import { Moved } from "./Moved";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

/** Bars of a number, or the most frequent values of a text. */
export default function DistributionResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Distribution>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const rows = distributionRows(answer);
  const totals = distributionTotals(answer);
  const earlier = earlierOf(answer, distributionRows, { by: ["value", "from", "to", "breakdown"] });
  const earlierTotal = earlierOf(answer, distributionTotals, { by: ["breakdown"] });
  const broken = breakdownsOf(question).length > 0;
  const groups = groupsOf(rows, { broken, value: format.value, whole: t("kinds.everyone") }, dark);
  const numeric = rows.some((row) => "from" in row);
  const label = (row: DistributionRow) => {
    if (!numeric) return format.value(row.value);
    if (row.from === null || row.from === undefined) return `< ${format.exact(row.to)}`;
    return row.to === null || row.to === undefined
      ? `≥ ${format.exact(row.from)}`
      : `${format.exact(row.from)} – ${format.exact(row.to)}`;
  };
  const keyOf = (row: DistributionRow) => JSON.stringify(numeric ? [row.from, row.to] : row.value);
  const places = new Map(rows.map((row) => [keyOf(row), row]));
  const order = [...places.entries()];
  if (numeric) order.sort(([, a], [, b]) => (a.from ?? -Infinity) - (b.from ?? -Infinity));
  const shown: Column[] = order.map(([key, first]) => ({
    key,
    label: numeric && typeof first.from === "number" ? format.short(first.from) : label(first),
    title: label(first),
    bars: groups.map((group) => {
      const row = group.rows.find((one) => keyOf(one) === key);
      return {
        key: group.key,
        name: group.name,
        colour: group.colour,
        value: (groups.length > 1 ? row?.share : row?.count) ?? 0,
        ...(row && earlier ? { before: earlier(row)?.[groups.length > 1 ? "share" : "count"] } : {}),
        text: `${format.exact(row?.count ?? 0)} (${format.rate(row?.share)})`,
        address: row?.address,
        figure: row?.people,
      };
    }),
  }));
  const axis = groups.length > 1 ? format.rate : format.short;
  const median = totals.length === 1 ? totals[0]?.median : null;
  const within =
    typeof median === "number"
      ? order.findLastIndex(([, row]) => (row.from ?? Number.NEGATIVE_INFINITY) <= median)
      : -1;
  const columns: FigureColumn<DistributionRow>[] = [
    ...(broken
      ? [
          {
            key: "breakdown",
            title: breakdownTitle(question, t),
            value: (row: DistributionRow) => row.breakdown,
          },
        ]
      : []),
    {
      key: "value",
      title: t("kinds.distribution.value"),
      value: (row) => (numeric ? label(row) : row.value),
      write: label,
    },
    {
      key: "count",
      title: t(`kinds.distribution.bys.${question.by ?? "events"}`),
      as: "number",
      value: (row) => row.count,
    },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({ address: row.address, title: label(row), figure: row.people }),
    },
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
  ];
  const png = () => columnsPng(shown, false, look, axis);
  useParts(onParts, () => tableOf(columns, rows, earlier), view === "chart" ? png : null);
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
  const description = shown
    .slice(0, 20)
    .map((one) => `${one.title}: ${one.bars[0]?.text}`)
    .join(". ");
  const [only] = groups;
  return (
    <>
      <Legend
        items={groups.map((group) => {
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
                {earlierTotal && <Moved value={own.people} before={earlierTotal(own)?.people} counts />}
                <span className="legend-more">
                  {[
                    ...(typeof own.median === "number"
                      ? [
                          t("kinds.median", { value: format.exact(own.median) }),
                          t("kinds.mean", { value: format.exact(own.mean) }),
                        ]
                      : []),
                    t("kinds.distribution.unset", { count: own.unset, shown: format.exact(own.unset) }),
                  ].join(" · ")}
                </span>
              </>
            ),
          };
        })}
      />
      {numeric || groups.length > 1 || !only ? (
        <Columns
          columns={shown}
          axis={axis}
          marker={
            within >= 0
              ? { at: within + 0.5, text: t("kinds.median", { value: format.exact(median) }) }
              : null
          }
          description={description}
          onOpen={onOpen}
        />
      ) : (
        <Ranks
          description={description}
          ranks={only.rows.map((row) => ({
            key: keyOf(row),
            name: label(row),
            value: row.count,
            text: format.exact(row.count),
            more: format.rate(row.share),
            ...(earlier ? { before: earlier(row)?.count } : {}),
            colour: only.colour,
            address: row.address,
            figure: row.people,
          }))}
          onOpen={onOpen}
        />
      )}
    </>
  );
}
