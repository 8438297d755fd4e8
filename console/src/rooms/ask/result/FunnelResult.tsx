import type { TableColumnsType } from "antd";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { breakdownTitle, type FunnelRow, funnelRows, funnelTotals, occurrenceName } from "@/base/question";
import { FunnelChart, funnelModel, funnelPng, useLook } from "@/charts";
import type { Funnel } from "@/contract";
import { DataTable } from "@/ui";
import type { ResultProps } from "./types";

/** Steps as bars, or as a table with every rate and time. */
export default function FunnelResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Funnel>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const rows = funnelRows(answer);
  const broken = question.breakdown !== undefined;
  const steps = useMemo(
    () =>
      funnelModel(
        answer,
        question,
        {
          step: (index) => occurrenceName(question.steps[index], t),
          value: format.value,
          all: t("ask.funnel.everyone"),
        },
        dark,
      ),
    [answer, question, t, format, dark],
  );

  useEffect(() => {
    const table = () => ({
      header: [
        "step",
        "event",
        ...(broken ? ["breakdown"] : []),
        "people",
        "from_first",
        "from_previous",
        "median_seconds",
      ],
      rows: funnelRows(answer).map((row) => [
        row.step,
        row.event,
        ...(broken ? [format.value(row.breakdown)] : []),
        row.people,
        row.from_first,
        row.from_previous,
        row.median_seconds,
      ]),
    });
    onParts({ table, png: view === "chart" ? () => funnelPng(steps, look, format) : null });
    return () => onParts(null);
  }, [answer, steps, look, format, view, broken, onParts]);

  const totals = funnelTotals(answer);
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

  if (view === "table") {
    const columns: TableColumnsType<FunnelRow> = [
      {
        title: t("ask.table.step"),
        key: "step",
        render: (_, row) => `${row.step} · ${occurrenceName(question.steps[row.step - 1], t)}`,
      },
      ...(broken
        ? [
            {
              title: breakdownTitle(question, t),
              key: "breakdown",
              render: (_: unknown, row: FunnelRow) => format.value(row.breakdown),
            },
          ]
        : []),
      {
        title: t("chart.funnel.people"),
        key: "people",
        align: "right",
        render: (_, row) => (
          <button
            type="button"
            className="figure-door"
            onClick={() =>
              onOpen(
                row.address,
                t("chart.funnel.reachedTitle", { name: occurrenceName(question.steps[row.step - 1], t) }),
                row.people,
              )
            }
          >
            {format.exact(row.people)}
          </button>
        ),
      },
      {
        title: t("ask.table.fromFirst"),
        key: "from_first",
        align: "right",
        render: (_, row) => format.rate(row.from_first),
      },
      {
        title: t("chart.funnel.fromPrevious"),
        key: "from_previous",
        align: "right",
        render: (_, row) => format.rate(row.from_previous),
      },
      {
        title: t("ask.table.median"),
        key: "median",
        align: "right",
        render: (_, row) => format.duration(row.median_seconds),
      },
    ];
    return (
      <DataTable<FunnelRow>
        columns={columns}
        dataSource={rows}
        rowKey={(row) => row.address}
        scrollY="min(60vh, 640px)"
      />
    );
  }
  return (
    <>
      <ul className="legend">
        {totals.map((total, index) => (
          <li key={JSON.stringify(total.breakdown ?? null)}>
            <span className="legend-name">
              <i style={{ background: steps[0]?.bars[index]?.colour }} aria-hidden="true" />
              <span>{broken ? format.value(total.breakdown) : t("ask.funnel.overall")}</span>
            </span>
            <b>{format.rate(total.rate)}</b>
            <span className="legend-more">
              {format.exact(total.entered)} → {format.exact(total.converted)} ·{" "}
              {format.duration(total.median_seconds)}
            </span>
          </li>
        ))}
      </ul>
      <FunnelChart steps={steps} format={format} description={description} onOpen={onOpen} />
    </>
  );
}
