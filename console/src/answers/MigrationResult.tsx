import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { flowsOf, type MigrationRow, migrationRows, type Standing, standings } from "@/base/question";
import { FlowChart, flowPng, Matrix, matrixPng, migrationFlow, migrationMatrix, useLook } from "@/charts";
import type { Migration } from "@/contract";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { Pick, useLookedAt } from "./Pick";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const LOOKS = ["matrix", "flow"] as const;

/** Who moved from where to where: a table between two dates, a flow over several, or all ways as rows. */
export default function MigrationResult({
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Migration>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const [as, setAs] = useLookedAt("as");
  const [at, setAt] = useLookedAt("step");
  const flows = useMemo(() => flowsOf(answer), [answer]);
  const flow = flows.find((one) => one.to === at) ?? flows.at(-1);
  const matrix = useMemo(() => flow && migrationMatrix(answer, flow, format, t), [answer, flow, format, t]);
  const river = useMemo(() => migrationFlow(answer, format, dark, t), [answer, format, dark, t]);
  const asFlow = as === "flow" || !matrix;
  const ways: FigureColumn<MigrationRow>[] = [
    {
      key: "from_day",
      title: t("kinds.migration.from"),
      value: (row) => row.from_day,
      write: (row) => format.day(row.from_day),
    },
    {
      key: "day",
      title: t("kinds.migration.to"),
      value: (row) => row.day,
      write: (row) => format.day(row.day),
    },
    {
      key: "from",
      title: t("kinds.migration.from"),
      value: (row) => (row.arrived ? t("kinds.migration.arrived") : row.from),
    },
    { key: "to", title: t("kinds.migration.to"), value: (row) => row.to },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: t("kinds.migration.way", {
          from: row.arrived ? t("kinds.migration.arrived") : format.value(row.from),
          to: format.value(row.to),
        }),
        figure: row.people,
      }),
    },
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
  ];
  const stood: FigureColumn<Standing>[] = [
    { key: "value", title: t("ask.filter.value"), value: (row) => row.value },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({ address: row.address, title: format.value(row.value), figure: row.people }),
    },
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
  ];
  const rows = migrationRows(answer);
  const still = rows.length === 0;
  useParts(
    onParts,
    () => (still ? tableOf(stood, standings(answer)) : tableOf(ways, rows)),
    view === "table"
      ? null
      : () =>
          asFlow || !matrix ? flowPng(river.nodes, river.links, false, look) : matrixPng(matrix, look, dark),
  );
  if (view === "table") {
    return still ? (
      <FigureTable
        columns={stood}
        rows={standings(answer)}
        rowKey={(row) => row.address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    ) : (
      <FigureTable
        columns={ways}
        rows={rows}
        rowKey={(row) => row.address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const description = river.nodes
    .slice(0, 24)
    .map((node) => `${format.day(river.dates[node.step])}, ${node.name}: ${node.text}`)
    .join(". ");
  return (
    <>
      {!still && (
        <div className="result-picks">
          <Either
            label={t("kinds.migration.look")}
            value={asFlow ? "flow" : "matrix"}
            options={LOOKS}
            name={(one) => t(`kinds.migration.looks.${one}`)}
            onChange={(next) => setAs(next === "flow" ? next : null)}
          />
          {!asFlow && flow && flows.length > 1 && (
            <Pick
              label={t("kinds.migration.step")}
              value={flow.to}
              options={flows.map((one) => ({
                key: one.to,
                name: `${format.day(one.from)} – ${format.day(one.to)}`,
              }))}
              onChange={setAt}
            />
          )}
        </div>
      )}
      {asFlow || !matrix ? (
        <FlowChart
          nodes={river.nodes}
          links={river.links}
          step={(step) => format.day(river.dates[step])}
          backward={false}
          description={description}
          onOpen={onOpen}
        />
      ) : (
        <>
          <Matrix
            model={matrix}
            dark={dark}
            description={description}
            onOpen={(door) => door.address && onOpen(door.address, door.title, door.figure)}
          />
          <p className="table-note">{t("kinds.migration.note")}</p>
        </>
      )}
    </>
  );
}
