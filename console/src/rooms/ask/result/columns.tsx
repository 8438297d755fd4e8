/** Tables of answers: columns said once for the screen and for the file. */
import type { TableColumnsType } from "antd";
import type { TFunction } from "i18next";
import type { Format } from "@/base/format";
import type { Cell } from "@/base/question";
import { Change, DataTable } from "@/ui";
import type { OnOpen } from "./types";

export interface FigureColumn<R> {
  /** Name of the column in the file. */
  key: string;
  title: string;
  as?: "text" | "number" | "rate" | "seconds";
  value: (row: R) => unknown;
  /** How it is written, where `as` does not say it. */
  write?: (row: R) => string;
  /** What opens the people behind it. */
  door?: (
    row: R,
  ) => { address: string | null | undefined; title: string; figure?: number | undefined } | null;
  /** The figure of the earlier period. */
  before?: ((row: R) => number | null | undefined) | undefined;
  /** Whether the row's period is not over. */
  running?: (row: R) => boolean;
  width?: number;
}

interface Props<R extends object> {
  columns: FigureColumn<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  format: Format;
  t: TFunction;
  onOpen: OnOpen;
}

const plain = (value: unknown): Cell =>
  value === null || value === undefined || ["string", "number", "boolean"].includes(typeof value)
    ? (value as Cell)
    : JSON.stringify(value);

/** The same table for a file. */
export function tableOf<R>(columns: readonly FigureColumn<R>[], rows: readonly R[]) {
  const header = columns.flatMap((column) =>
    column.before ? [column.key, `${column.key}_before`] : [column.key],
  );
  return {
    header,
    rows: rows.map((row) =>
      columns.flatMap((column) => {
        const own = plain(column.value(row));
        return column.before ? [own, plain(column.before(row))] : [own];
      }),
    ),
  };
}

const written = <R,>(column: FigureColumn<R>, row: R, format: Format): string => {
  if (column.write) return column.write(row);
  const value = column.value(row);
  if (column.as === "rate") return format.rate(value as number | null);
  if (column.as === "seconds") return format.duration(value as number | null);
  if (column.as === "number") return format.exact(value as number | null);
  return format.value(value);
};

/** A table in which figures are doors. */
export function FigureTable<R extends object>({ columns, rows, rowKey, format, t, onOpen }: Props<R>) {
  const running = columns.some((column) => column.running && rows.some(column.running));
  const shown = columns.flatMap((column): TableColumnsType<R> => {
    const figure = column.as !== undefined && column.as !== "text";
    const own: TableColumnsType<R>[number] = {
      key: column.key,
      title: column.title,
      ...(figure ? { align: "right" as const } : {}),
      ...(column.width ? { width: column.width } : {}),
      ...(rows.length > 1 && figure
        ? {
            sorter: (a: R, b: R) =>
              Number(column.value(a) ?? Number.NEGATIVE_INFINITY) -
              Number(column.value(b) ?? Number.NEGATIVE_INFINITY),
          }
        : {}),
      render: (_, row) => {
        const text = written(column, row, format);
        const open = column.running?.(row) ?? false;
        const door = column.door?.(row);
        const { address } = door ?? {};
        if (door && address) {
          return (
            <button
              type="button"
              className="figure-door"
              aria-label={`${door.title}: ${text}`}
              onClick={() => onOpen(address, door.title, door.figure)}
            >
              {text}
            </button>
          );
        }
        return (
          <span className={open ? "open-bucket" : ""}>
            {text}
            {open && " *"}
          </span>
        );
      },
    };
    const { before } = column;
    if (!before) return [own];
    const earlier: TableColumnsType<R>[number] = {
      key: `${column.key}|before`,
      title: t("ask.table.previous"),
      align: "right",
      render: (_, row) => {
        const value = before(row);
        const text =
          column.as === "rate"
            ? format.rate(value)
            : column.as === "seconds"
              ? format.duration(value)
              : format.exact(value);
        return (
          <span className="before">
            {text}
            {typeof value === "number" && (
              <Change
                value={column.value(row) as number | null}
                previous={value}
                good="neutral"
                against={text}
              />
            )}
          </span>
        );
      },
    };
    return [own, earlier];
  });
  return (
    <>
      <DataTable<R> columns={shown} dataSource={[...rows]} rowKey={rowKey} scrollY="min(60vh, 640px)" />
      {running && <p className="table-note">* {t("chart.incompleteBucket")}</p>}
    </>
  );
}
