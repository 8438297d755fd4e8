import { useTranslation } from "react-i18next";
import { CATEGORICAL } from "@/base/palette";
import {
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  type LifecycleRow,
  lifecycleRows,
  lifecycleTotals,
  STATUSES,
  type Status,
} from "@/base/question";
import { type Column, Columns, columnsPng, useLook } from "@/charts";
import type { Lifecycle } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { chosenOf, groupsOf } from "./groups";
import { Moved } from "./Moved";
import { Pick, useLookedAt } from "./Pick";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const COLOUR: Record<Status, number> = { returning: 0, new: 2, resurrected: 5, dormant: 1 };

/** People of each period stacked by how they came; those who fell asleep below zero. */
export default function LifecycleResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Lifecycle>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const [at, setAt] = useLookedAt("group");
  const broken = breakdownsOf(question).length > 0;
  const rows = lifecycleRows(answer);
  const earlier = earlierOf(answer, lifecycleRows, {
    by: ["breakdown"],
    period: { field: "bucket", interval: question.interval },
  });
  const earlierTotal = earlierOf(answer, lifecycleTotals, { by: ["breakdown"] });
  const groups = groupsOf(rows, { broken, value: format.value, whole: "" }, dark);
  const group = chosenOf(groups, at);
  const palette = dark ? CATEGORICAL.dark : CATEGORICAL.light;
  const bucket = (one: string) => format.bucket(one, question.interval);
  const shown: Column[] = (group?.rows ?? []).map((row) => ({
    key: row.bucket,
    label: bucket(row.bucket),
    complete: row.complete,
    foot: row.quick_ratio === null ? "" : format.exact(Math.round(row.quick_ratio * 100) / 100),
    bars: STATUSES.map((status) => ({
      key: status,
      name: t(`kinds.lifecycle.status.${status}`),
      colour: palette[COLOUR[status]] ?? "",
      value: status === "dormant" ? -row[status] : row[status],
      text: format.exact(row[status]),
      address: row[`${status}_address`],
      figure: row[status],
    })),
  }));
  const figure = (status: Status | "active"): FigureColumn<LifecycleRow> => ({
    key: status,
    title: t(`kinds.lifecycle.status.${status}`),
    as: "number",
    value: (row) => row[status],
    door: (row) => ({
      address: status === "active" ? row.address : row[`${status}_address`],
      title: `${bucket(row.bucket)} · ${t(`kinds.lifecycle.status.${status}`)}`,
      figure: row[status],
    }),
  });
  const columns: FigureColumn<LifecycleRow>[] = [
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
            value: (row: LifecycleRow) => row.breakdown,
          },
        ]
      : []),
    figure("active"),
    ...STATUSES.map(figure),
    {
      key: "quick_ratio",
      title: t("kinds.lifecycle.quick"),
      as: "number",
      value: (row) => row.quick_ratio,
    },
  ];
  const table = () => tableOf(columns, rows, earlier);
  const png = () => columnsPng(shown, true, look, format.short);
  useParts(onParts, table, view === "chart" ? png : null);

  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => `${row.bucket}|${JSON.stringify(row.breakdown)}`}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const total = lifecycleTotals(answer)[groups.findIndex((one) => one.key === group?.key)];
  return (
    <>
      {broken && group && (
        <Pick
          label={breakdownTitle(question, t)}
          value={group.key}
          options={groups}
          onChange={(key) => setAt(key)}
        />
      )}
      <Legend
        items={STATUSES.map((status) => ({
          key: status,
          name: t(`kinds.lifecycle.status.${status}`),
          colour: palette[COLOUR[status]],
          children: total && (
            <>
              <b>{format.exact(total[status])}</b>
              {earlierTotal && <Moved value={total[status]} before={earlierTotal(total)?.[status]} counts />}
            </>
          ),
        }))}
      />
      <Columns
        columns={shown}
        stacked
        axis={(value) => format.short(Math.abs(value))}
        description={t("kinds.lifecycle.describe", {
          periods: shown.length,
          ratio: format.exact(total?.quick_ratio),
        })}
        onOpen={onOpen}
      />
      <p className="table-note">{t("kinds.lifecycle.quickNote")}</p>
    </>
  );
}
