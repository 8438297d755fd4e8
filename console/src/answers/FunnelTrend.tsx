import { useTranslation } from "react-i18next";
import { breakdownTitle, earlierOf, type FunnelPeriod, funnelTrend } from "@/base/question";
import { Lines } from "@/charts";
import type { Funnel } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { groupsOf } from "./groups";
import { describeLines, useHidden, useParts, usePicture } from "./shared";
import type { ResultProps } from "./types";

/** The conversion of each period by itself, by when people entered. */
export function FunnelTrend({
  question,
  answer,
  view,
  format,
  dark,
  broken,
  onOpen,
  onParts,
}: ResultProps<Funnel> & { broken: boolean }) {
  const { t } = useTranslation();
  const { png, onReady } = usePicture();
  const { hidden, toggle } = useHidden();
  const rows = funnelTrend(answer);
  const interval = question.interval ?? "day";
  const bucket = (one: string) => format.bucket(one, interval);
  const earlier = earlierOf(answer, funnelTrend, {
    by: ["breakdown"],
    period: { field: "bucket", interval },
  });
  const groups = groupsOf(rows, { broken, value: format.value, whole: t("ask.funnel.overall") }, dark);
  const buckets = [...new Set(rows.map((row) => row.bucket))];
  const lines = groups.map((group) => ({
    ...group,
    points: buckets.map((one) => {
      const row = group.rows.find((own) => own.bucket === one);
      return {
        value: row?.rate ?? null,
        complete: row?.complete ?? true,
        ...(earlier ? { previous: (row && earlier(row)?.rate) ?? null } : {}),
      };
    }),
  }));
  const columns: FigureColumn<FunnelPeriod>[] = [
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
            value: (row: FunnelPeriod) => row.breakdown,
          },
        ]
      : []),
    {
      key: "entered",
      title: t("kinds.funnel.entered"),
      as: "number",
      value: (row) => row.entered,
      door: (row) => ({
        address: row.address,
        title: `${bucket(row.bucket)} · ${t("kinds.funnel.entered")}`,
        figure: row.entered,
      }),
    },
    {
      key: "converted",
      title: t("kinds.funnel.converted"),
      as: "number",
      value: (row) => row.converted,
      door: (row) => ({
        address: row.converted_address,
        title: `${bucket(row.bucket)} · ${t("kinds.funnel.converted")}`,
        figure: row.converted,
      }),
    },
    { key: "rate", title: t("ask.funnel.overall"), as: "rate", value: (row) => row.rate },
  ];
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
  const model = { buckets, lines: lines.filter((line) => !hidden.has(line.key)) };
  return (
    <>
      {broken && (
        <Legend
          items={groups.map((group) => ({
            ...group,
            off: hidden.has(group.key),
            onToggle: () => toggle(group.key),
          }))}
        />
      )}
      <Lines
        model={model}
        bucket={bucket}
        value={format.rate}
        dark={dark}
        format={format}
        description={describeLines({ buckets, lines }, { value: format.rate, bucket }, t)}
        onOpen={(line, index) => {
          const row = line.rows.find((one) => one.bucket === buckets[index]);
          if (row)
            onOpen(
              row.converted_address,
              `${bucket(row.bucket)} · ${t("kinds.funnel.converted")}`,
              row.converted,
            );
        }}
        onReady={onReady}
      />
    </>
  );
}
