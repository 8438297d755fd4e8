import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  breakdownTitle,
  earlierOf,
  type FunnelRow,
  funnelRows,
  funnelTotals,
  groupKey,
  stepName,
} from "@/base/question";
import { FunnelChart, funnelModel, funnelPng, useLook } from "@/charts";
import type { Funnel } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { Moved } from "./Moved";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

/** The steps with who reached them and who left. */
export function FunnelSteps({
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
  const look = useLook(dark);
  const rows = funnelRows(answer);
  const totals = funnelTotals(answer);
  const earlier = earlierOf(answer, funnelRows, { by: ["step", "breakdown"] });
  const earlierTotal = earlierOf(answer, funnelTotals, { by: ["breakdown"] });
  const steps = useMemo(
    () =>
      funnelModel(
        answer,
        question,
        {
          step: (index) => stepName(question, { step: index + 1 }, t),
          value: format.value,
          all: t("ask.funnel.everyone"),
        },
        dark,
      ),
    [answer, question, t, format, dark],
  );
  const units = rows.some((row) => row.units !== undefined);
  const columns: FigureColumn<FunnelRow>[] = [
    {
      key: "step",
      title: t("ask.table.step"),
      value: (row) => row.step,
      write: (row) => `${row.step} · ${stepName(question, row, t)}`,
    },
    ...(broken
      ? [{ key: "breakdown", title: breakdownTitle(question, t), value: (row: FunnelRow) => row.breakdown }]
      : []),
    {
      key: "people",
      title: t("chart.funnel.people"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: t("chart.funnel.reachedTitle", { name: stepName(question, row, t) }),
        figure: row.people,
      }),
    },
    ...(units
      ? [
          {
            key: "units",
            title: t("chart.funnel.units"),
            as: "number" as const,
            value: (row: FunnelRow) => row.units,
          },
        ]
      : []),
    {
      key: "from_first",
      title: t("ask.table.fromFirst"),
      as: "rate",
      value: (row) => row.from_first,
    },
    {
      key: "from_previous",
      title: t("chart.funnel.fromPrevious"),
      as: "rate",
      value: (row) => row.from_previous,
    },
    {
      key: "median_seconds",
      title: t("ask.table.median"),
      as: "seconds",
      value: (row) => row.median_seconds,
    },
  ];
  const table = () => tableOf(columns, rows, earlier);
  const png = () => funnelPng(steps, look, format);
  useParts(onParts, table, view === "chart" ? png : null);

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
  const description = totals
    .slice(0, 8)
    .map((total) =>
      t("ask.funnel.describe", {
        name: broken ? format.value(total.breakdown) : t("ask.funnel.everyone"),
        entered: format.exact(total.entered),
        converted: format.exact(total.converted),
        rate: format.rate(total.rate),
        took: format.duration(total.median_seconds),
      }),
    )
    .join(" ");
  return (
    <>
      <Legend
        items={totals.map((total, index) => ({
          key: groupKey(total.breakdown),
          name: broken ? format.value(total.breakdown) : t("ask.funnel.overall"),
          colour: steps[0]?.bars[index]?.colour,
          children: (
            <>
              <b>{format.rate(total.rate)}</b>
              {earlierTotal && <Moved value={total.rate} before={earlierTotal(total)?.rate} />}
              <span className="legend-more">
                {format.exact(total.entered_units ?? total.entered)} →{" "}
                {format.exact(total.converted_units ?? total.converted)} ·{" "}
                {format.duration(total.median_seconds)}
              </span>
            </>
          ),
        }))}
      />
      <FunnelChart steps={steps} format={format} description={description} onOpen={onOpen} />
    </>
  );
}
