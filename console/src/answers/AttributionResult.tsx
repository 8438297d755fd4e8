import { useTranslation } from "react-i18next";
import { CATEGORICAL } from "@/base/palette";
import { useProject } from "@/base/project";
import {
  type AttributionRow,
  attributionRows,
  breakdownsOf,
  breakdownTitle,
  earlierOf,
  eventLabel,
} from "@/base/question";
import { type Column, Columns, columnsPng, useLook } from "@/charts";
import type { Attribution } from "@/contract";
import { Legend } from "@/ui";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { useLookedAt } from "./Pick";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const NONE = "$none";
const FIGURES = ["conversions", "value"] as const;

/** What each touch is credited with, the models side by side. */
export default function AttributionResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Attribution>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const [as, setAs] = useLookedAt("as");
  const figure = as === "value" && question.value ? "value" : "conversions";
  const { currency } = useProject();
  const inMoney = figure === "value";
  const write = (value: number | null | undefined) =>
    inMoney ? format.money(value, currency) : format.exact(value);
  const axis = (value: number) => (inMoney ? format.shortMoney(value, currency) : format.short(value));
  const rows = attributionRows(answer);
  const earlier = earlierOf(answer, attributionRows, { by: ["touch", "model"] });
  const broken = breakdownsOf(question).length > 0;
  const palette = dark ? CATEGORICAL.dark : CATEGORICAL.light;
  const name = (touch: unknown) =>
    touch === NONE
      ? t("kinds.attribution.none")
      : broken
        ? format.value(touch)
        : eventLabel(touch, format.value, t);
  const model = (row: AttributionRow) => t(`kinds.attribution.model.${row.model}`);
  const touches = [...new Map(rows.map((row) => [JSON.stringify(row.touch), row.touch])).entries()];
  const shown: Column[] = touches.map(([key, touch]) => ({
    key,
    label: name(touch),
    bars: question.models.flatMap((one, index) => {
      const row = rows.find((own) => own.model === one && JSON.stringify(own.touch) === key);
      if (!row) return [];
      return [
        {
          key: one,
          name: model(row),
          colour: palette[index % palette.length] ?? "",
          value: row[figure],
          ...(earlier ? { before: earlier(row)?.[figure] } : {}),
          text: `${write(row[figure])} (${format.rate(row.share)})`,
          address: row.address,
          figure: row.people,
        },
      ];
    }),
  }));
  const number = (
    key: "conversions" | "value" | "assisted" | "new" | "returning" | "touches",
  ): FigureColumn<AttributionRow> => ({
    key,
    title: t(`kinds.attribution.figure.${key}`),
    as: "number",
    value: (row) => row[key],
  });
  const columns: FigureColumn<AttributionRow>[] = [
    {
      key: "touch",
      title: broken ? breakdownTitle(question, t) : t("kinds.attribution.touches"),
      value: (row) => row.touch,
      write: (row) => name(row.touch),
    },
    { key: "model", title: t("kinds.attribution.models"), value: (row) => row.model, write: model },
    number("conversions"),
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
    ...(question.value
      ? [{ ...number("value"), write: (row: AttributionRow) => format.money(row.value, currency) }]
      : []),
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: `${name(row.touch)} · ${model(row)}`,
        figure: row.people,
      }),
    },
    number("assisted"),
    number("new"),
    number("returning"),
    number("touches"),
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
  return (
    <>
      {question.value && (
        <div className="result-picks">
          <Either
            label={t("kinds.sessions.look")}
            value={figure}
            options={FIGURES}
            name={(one) => t(`kinds.attribution.figure.${one}`)}
            onChange={(next) => setAs(next === "value" ? next : null)}
          />
        </div>
      )}
      <Legend
        items={question.models.map((one, index) => ({
          key: one,
          name: t(`kinds.attribution.model.${one}`),
          colour: palette[index % palette.length],
        }))}
      />
      <Columns
        columns={shown}
        named
        axis={axis}
        description={shown
          .map((one) => `${one.label}: ${one.bars.map((bar) => `${bar.name} ${bar.text}`).join(", ")}`)
          .join(". ")}
        onOpen={onOpen}
      />
    </>
  );
}
