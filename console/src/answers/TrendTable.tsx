import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { Line, TrendModel } from "@/charts";
import type { Trend } from "@/contract";
import { DataTable } from "@/ui";

interface Props {
  model: TrendModel;
  question: Trend;
  format: Format;
  onOpen: (line: Line, index: number, previous?: boolean) => void;
  onOpenTotal: (line: Line) => void;
}

interface Row {
  key: string;
  index: number;
  bucket: string;
  complete: boolean;
}

/** Buckets down, lines across, the total of the whole range on top. */
export function TrendTable({ model, question, format, onOpen, onOpenTotal }: Props) {
  const { t } = useTranslation();
  const rows: Row[] = model.buckets.map((bucket, index) => ({
    key: bucket,
    index,
    bucket,
    complete: model.lines[0]?.points[index]?.complete ?? true,
  }));
  const total: Row = { key: "total", index: -1, bucket: "", complete: true };
  const door = (text: string, open: () => void, label: string) => (
    <button type="button" className="figure-door" aria-label={label} onClick={open}>
      {text}
    </button>
  );
  const columns: TableColumnsType<Row> = [
    {
      title: t("ask.table.bucket"),
      key: "bucket",
      width: 160,
      render: (_, row) =>
        row.index < 0 ? (
          <b>{t("ask.table.total")}</b>
        ) : (
          <span
            className={row.complete ? "" : "open-bucket"}
            title={row.complete ? "" : t("chart.incompleteBucket")}
          >
            {format.bucket(row.bucket, question.interval)}
            {!row.complete && " *"}
          </span>
        ),
    },
    ...model.lines.flatMap((line): TableColumnsType<Row> => {
      const own: TableColumnsType<Row>[number] = {
        title: (
          <span className="table-line">
            <i style={{ background: line.colour }} aria-hidden="true" />
            {line.name}
          </span>
        ),
        key: line.key,
        align: "right",
        render: (_, row) => {
          if (row.index < 0) {
            return (
              <b>
                {door(
                  format.exact(line.total.value),
                  () => onOpenTotal(line),
                  `${line.name}, ${t("ask.table.total")}: ${format.exact(line.total.value)}`,
                )}
              </b>
            );
          }
          const value = format.exact(line.points[row.index]?.value);
          return door(
            value,
            () => onOpen(line, row.index),
            `${line.name}, ${format.bucket(row.bucket, question.interval)}: ${value}`,
          );
        },
      };
      if (question.compare === undefined) return [own];
      const before: TableColumnsType<Row>[number] = {
        title: t("ask.table.previous"),
        key: `${line.key}|previous`,
        align: "right",
        render: (_, row) => {
          if (row.index < 0) return format.exact(line.total.previous);
          const point = line.points[row.index];
          const text = format.exact(point?.previous);
          return point?.previous_address
            ? door(text, () => onOpen(line, row.index, true), `${line.name}: ${text}`)
            : text;
        },
      };
      return [own, before];
    }),
  ];
  return (
    <>
      <DataTable<Row> columns={columns} dataSource={[total, ...rows]} scrollY="min(60vh, 640px)" />
      {rows.some((row) => !row.complete) && <p className="table-note">* {t("chart.incompleteBucket")}</p>}
    </>
  );
}
