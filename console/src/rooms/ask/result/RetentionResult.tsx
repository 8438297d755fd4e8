import type { TableColumnsType } from "antd";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type RetentionRow, retentionRows } from "@/base/question";
import { RetentionMap, retentionModel, retentionPng, useLook } from "@/charts";
import type { Retention } from "@/contract";
import { DataTable } from "@/ui";
import type { ResultProps } from "./types";

/** The heat map, or every cell as a row. */
export default function RetentionResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Retention>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const model = useMemo(() => retentionModel(answer), [answer]);
  const { interval } = question;

  useEffect(() => {
    const words = {
      cohort: t("chart.retention.cohort"),
      size: t("chart.retention.size"),
      mean: t("chart.retention.mean"),
      offset: (offset: number) => t(`chart.retention.offset.${interval}`, { offset }),
    };
    onParts({
      table: () => ({
        header: ["cohort", "offset", "people", "size", "rate", "complete"],
        rows: retentionRows(answer).map((row) => [
          row.cohort,
          row.offset,
          row.people,
          row.size,
          row.rate,
          row.complete,
        ]),
      }),
      png: view === "chart" ? () => retentionPng(model, interval, look, dark, format, words) : null,
    });
    return () => onParts(null);
  }, [answer, model, interval, look, dark, format, view, onParts, t]);

  const second = model.average[1];
  const description = second
    ? t("ask.retention.describe", {
        cohorts: model.cohorts.length,
        offset: t(`chart.retention.offset.${interval}`, { offset: 1 }),
        rate: format.rate(second.rate),
      })
    : t("ask.retention.describeOne", { cohorts: model.cohorts.length });

  if (view === "chart") {
    return (
      <RetentionMap
        model={model}
        interval={interval}
        format={format}
        dark={dark}
        description={description}
        onOpen={onOpen}
      />
    );
  }
  const columns: TableColumnsType<RetentionRow> = [
    {
      title: t("chart.retention.cohort"),
      key: "cohort",
      render: (_, row) => format.bucket(row.cohort, interval),
    },
    {
      title: t("ask.table.offset"),
      key: "offset",
      render: (_, row) => t(`chart.retention.offset.${interval}`, { offset: row.offset }),
    },
    {
      title: t("ask.table.back"),
      key: "people",
      align: "right",
      render: (_, row) => (
        <button
          type="button"
          className="figure-door"
          onClick={() =>
            onOpen(
              row.address,
              t("chart.retention.cellTitle", {
                name: format.bucket(row.cohort, interval),
                offset: t(`chart.retention.offset.${interval}`, { offset: row.offset }),
              }),
              row.people,
            )
          }
        >
          {format.exact(row.people)}
        </button>
      ),
    },
    {
      title: t("chart.retention.size"),
      key: "size",
      align: "right",
      render: (_, row) => format.exact(row.size),
    },
    {
      title: t("ask.table.rate"),
      key: "rate",
      align: "right",
      render: (_, row) => (
        <span className={row.complete ? "" : "open-bucket"}>
          {format.rate(row.rate)}
          {!row.complete && " *"}
        </span>
      ),
    },
  ];
  return (
    <>
      <DataTable<RetentionRow>
        columns={columns}
        dataSource={retentionRows(answer)}
        rowKey={(row) => row.address}
        scrollY="min(60vh, 640px)"
      />
      <p className="table-note">* {t("chart.incomplete")}</p>
    </>
  );
}
