/** Columns of bars that stand side by side, or on one another with what is negative below zero. */
import { type Scale, scaleOf } from "./scale";

export interface Bar {
  key: string;
  name: string;
  colour: string;
  value: number | null;
  /** The figure in words, for the pointer and for screen readers. */
  text: string;
  /** What opens the people behind it. */
  address?: string | null | undefined;
  /** How many people there must be behind it, where it counts people. */
  figure?: number | undefined;
  hatched?: boolean;
  /** The value of the earlier period, of bars that stand side by side. */
  before?: number | null | undefined;
}

export interface Column {
  key: string;
  label: string;
  /** What it is called where there is room; the label when not given. */
  title?: string;
  complete?: boolean;
  bars: readonly Bar[];
  /** A figure under the column. */
  foot?: string;
}

export interface Placed {
  bar: Bar;
  /** Shares of the height, from the bottom. */
  from: number;
  size: number;
}

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);

export function columnScale(columns: readonly Column[], stacked: boolean): Scale {
  const values = columns.map((column) =>
    column.bars.flatMap((bar) => [bar.value ?? 0, ...(stacked ? [] : [bar.before ?? 0])]),
  );
  const highs = values.map((own) => (stacked ? sum(own.filter((one) => one > 0)) : Math.max(0, ...own)));
  const lows = values.map((own) => (stacked ? sum(own.filter((one) => one < 0)) : Math.min(0, ...own)));
  return scaleOf(Math.min(0, ...lows), Math.max(0, ...highs));
}

/** Where each bar of a column stands. */
export function place(column: Column, scale: Scale, stacked: boolean): Placed[] {
  const span = scale.high - scale.low;
  const at = (value: number) => (value - scale.low) / span;
  let up = 0;
  let down = 0;
  return column.bars.flatMap((bar): Placed[] => {
    if (bar.value === null) return [];
    const start = !stacked ? 0 : bar.value >= 0 ? up : down;
    const end = start + bar.value;
    if (stacked && bar.value >= 0) up = end;
    else if (stacked) down = end;
    const [low, high] = start <= end ? [start, end] : [end, start];
    return [{ bar, from: at(low), size: at(high) - at(low) }];
  });
}

/** The room the longest label needs, with its foot and the space to the next. */
export const labelWidth = (columns: readonly Column[]): number => {
  const long = (text: string) => [...text].reduce((all, c) => all + (c > "\u2e80" ? 13 : 7), 0);
  return 12 + Math.max(1, ...columns.map((column) => Math.max(long(column.label), long(column.foot ?? ""))));
};

/** Every how many columns a label has room. */
export const labelEvery = (columns: readonly Column[], width = 960): number =>
  Math.max(1, Math.ceil((columns.length * labelWidth(columns)) / Math.max(1, width)));
