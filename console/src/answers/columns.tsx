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
  /** Says which row it is, or means nothing beside the earlier figure: stands once. */
  alone?: true;
  /** Whether the row's period is not over. */
  running?: (row: R) => boolean;
  width?: number;
}

interface Props<R extends object> {
  columns: FigureColumn<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  /** The row of the earlier period that stands for the same; its figures come beside. */
  earlier?: Earlier<R>;
  format: Format;
  t: TFunction;
  onOpen: OnOpen;
}

type Earlier<R> = ((row: R) => R | undefined) | null | undefined;

const plain = (value: unknown): Cell =>
  value === null || value === undefined || ["string", "number", "boolean"].includes(typeof value)
    ? (value as Cell)
    : JSON.stringify(value);

const isFigure = <R,>(column: FigureColumn<R>) => column.as !== undefined && column.as !== "text";

const hasEarlier = <R,>(column: FigureColumn<R>, earlier: Earlier<R>) =>
  Boolean(earlier) && isFigure(column) && !column.alone;

/** The same table for a file. */
export function tableOf<R>(columns: readonly FigureColumn<R>[], rows: readonly R[], earlier?: Earlier<R>) {
  const header = columns.flatMap((column) =>
    hasEarlier(column, earlier) ? [column.key, `${column.key}_before`] : [column.key],
  );
  return {
    header,
    rows: rows.map((row) => {
      const before = earlier?.(row);
      return columns.flatMap((column) => {
        const own = plain(column.value(row));
        return hasEarlier(column, earlier) ? [own, before ? plain(column.value(before)) : null] : [own];
      });
    }),
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
export function FigureTable<R extends object>({
  columns,
  rows,
  rowKey,
  earlier,
  format,
  t,
  onOpen,
}: Props<R>) {
  const running = columns.some((column) => column.running && rows.some(column.running));
  const figure = (column: FigureColumn<R>, row: R, before: boolean) => {
    const text = written(column, row, format);
    const door = column.door?.(row);
    const { address } = door ?? {};
    if (!door || !address) return text;
    const title = before ? t("ask.beforeTitle", { title: door.title }) : door.title;
    return (
      <button
        type="button"
        className="figure-door"
        aria-label={`${title}: ${text}`}
        onClick={() => onOpen(address, title, door.figure, before)}
      >
        {text}
      </button>
    );
  };
  const shown = columns.flatMap((column): TableColumnsType<R> => {
    const own: TableColumnsType<R>[number] = {
      key: column.key,
      title: column.title,
      ...(isFigure(column) ? { align: "right" as const } : {}),
      ...(column.width ? { width: column.width } : {}),
      ...(rows.length > 1 && isFigure(column)
        ? {
            sorter: (a: R, b: R) =>
              Number(column.value(a) ?? Number.NEGATIVE_INFINITY) -
              Number(column.value(b) ?? Number.NEGATIVE_INFINITY),
          }
        : {}),
      render: (_, row) => {
        const open = column.running?.(row) ?? false;
        return (
          <span className={open ? "open-bucket" : ""}>
            {figure(column, row, false)}
            {open && " *"}
          </span>
        );
      },
    };
    if (!earlier || !hasEarlier(column, earlier)) return [own];
    const beside: TableColumnsType<R>[number] = {
      key: `${column.key}|before`,
      title: t("ask.table.previous"),
      align: "right",
      render: (_, row) => {
        const before = earlier(row);
        if (!before) return <span className="before">{format.exact(null)}</span>;
        return (
          <span className="before">
            {figure(column, before, true)}
            <Change
              value={column.value(row) as number | null}
              previous={column.value(before) as number | null}
              good="neutral"
            />
          </span>
        );
      },
    };
    return [own, beside];
  });
  return (
    <>
      <DataTable<R> columns={shown} dataSource={[...rows]} rowKey={rowKey} scrollY="min(60vh, 640px)" />
      {running && <p className="table-note">* {t("chart.incompleteBucket")}</p>}
    </>
  );
}
