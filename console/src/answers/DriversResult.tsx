import { useTranslation } from "react-i18next";
import { propertyName } from "@/base/names";
import { type DriverRow, driverRows, driverTotal, earlierOf, eventLabel } from "@/base/question";
import { OddsPlot } from "@/charts";
import type { Drivers } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const SHOWN = 25;

/** What converters did more than the others: odds ratios with their intervals, or the counts behind them. */
export default function DriversResult({
  question: _,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Drivers>) {
  const { t } = useTranslation();
  const rows = driverRows(answer);
  const total = driverTotal(answer);
  const earlier = earlierOf(answer, driverRows, { by: ["event", "property", "value"] });
  const name = (row: DriverRow) =>
    row.property
      ? `${propertyName(row.property, t)}: ${format.value(row.value)}`
      : eventLabel(row.event, format.value, t);
  const count = (side: "converted" | "other"): FigureColumn<DriverRow> => ({
    key: `${side}_with`,
    title: t(`kinds.drivers.${side}`),
    as: "number",
    value: (row) => row[`${side}_with`],
    door: (row) => ({
      address: row[`${side}_with_address`],
      title: `${name(row)} · ${t(`kinds.drivers.${side}`)}`,
      figure: row[`${side}_with`],
    }),
  });
  const columns: FigureColumn<DriverRow>[] = [
    { key: "what", title: t("kinds.drivers.what"), value: name },
    count("converted"),
    { key: "converted_share", title: t("kinds.share"), as: "rate", value: (row) => row.converted_share },
    count("other"),
    { key: "other_share", title: t("kinds.share"), as: "rate", value: (row) => row.other_share },
    { key: "odds_ratio", title: t("kinds.drivers.odds"), as: "number", value: (row) => row.odds_ratio },
    {
      key: "odds_low",
      title: t("kinds.drivers.low"),
      as: "number",
      alone: true,
      value: (row) => row.odds_low,
    },
    {
      key: "odds_high",
      title: t("kinds.drivers.high"),
      as: "number",
      alone: true,
      value: (row) => row.odds_high,
    },
    { key: "q", title: t("kinds.drivers.q"), as: "number", alone: true, value: (row) => row.q },
  ];
  useParts(onParts, () => tableOf(columns, rows, earlier), null);
  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={rows}
        earlier={earlier}
        rowKey={(row) => row.converted_with_address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  return (
    <>
      {total && (
        <Legend
          items={(["converted", "others"] as const).map((side) => ({
            key: side,
            name: t(`kinds.drivers.${side === "others" ? "other" : side}`),
            colour: undefined,
            children: (
              <button
                type="button"
                className="figure-door"
                onClick={() =>
                  onOpen(
                    total[`${side}_address`],
                    t(`kinds.drivers.${side === "others" ? "other" : side}`),
                    total[side],
                  )
                }
              >
                <b>{format.exact(total[side])}</b>
              </button>
            ),
          }))}
        />
      )}
      <OddsPlot
        dark={dark}
        rows={rows.slice(0, SHOWN).map((row) => ({
          key: row.converted_with_address,
          name: name(row),
          ratio: row.odds_ratio,
          low: row.odds_low,
          high: row.odds_high,
          text: t("kinds.drivers.row", {
            converted: format.rate(row.converted_share),
            other: format.rate(row.other_share),
            odds: format.exact(row.odds_ratio),
          }),
          sure: row.q !== null && row.q < 0.05,
          address: row.converted_with_address,
          figure: row.converted_with,
        }))}
        description={t("kinds.drivers.note")}
        onOpen={onOpen}
      />
      <p className="table-note">{t("kinds.drivers.note")}</p>
    </>
  );
}
