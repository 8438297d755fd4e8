/** The answer to a retention question as a triangle: cohorts down, offsets across. */
import { SEQUENTIAL } from "@/base/palette";
import type { RetentionAverage, RetentionRow } from "@/base/question";

export interface Cohort {
  cohort: string;
  size: number;
  address: string;
  cells: RetentionRow[];
}

/** An offset, or a bracket of them from `offset` to `to`. */
export interface Offset {
  offset: number;
  to: number;
}

export interface RetentionModel {
  cohorts: Cohort[];
  offsets: Offset[];
  /** In the order of the offsets. */
  average: RetentionAverage[];
}

/** The triangle of one group's rows. */
export function retentionModel(
  rows: readonly RetentionRow[],
  average: readonly RetentionAverage[],
): RetentionModel {
  const byCohort = new Map<string, Cohort>();
  const offsets = new Map<number, Offset>();
  for (const row of rows) {
    offsets.set(row.offset, { offset: row.offset, to: row.offset_to ?? row.offset });
    const cohort = byCohort.get(row.cohort);
    if (cohort) cohort.cells.push(row);
    else {
      byCohort.set(row.cohort, {
        cohort: row.cohort,
        size: row.size,
        address: row.cohort_address,
        cells: [row],
      });
    }
  }
  const known = [...offsets.values()].sort((a, b) => a.offset - b.offset);
  return {
    cohorts: [...byCohort.values()],
    offsets: known,
    average: known.flatMap((one) => average.find((mean) => mean.offset === one.offset) ?? []),
  };
}

/** The highest rate that is not the trivial 100 % at the start: where the colour scale ends. */
export function scaleTop(model: RetentionModel): number {
  const rates = model.cohorts.flatMap((cohort) =>
    cohort.cells.filter((cell) => cell.offset > 0 && cell.rate !== null).map((cell) => cell.rate ?? 0),
  );
  return Math.max(0.01, ...rates);
}

const INK = { dark: "#04100f", light: "#ffffff" } as const;

function luminance(hex: string): number {
  const part = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** White or nearly black, whichever can be read better on a colour. */
export function inkOn(background: string): string {
  const light = luminance(background) + 0.05;
  return 1.05 / light >= light / (luminance(INK.dark) + 0.05) ? INK.light : INK.dark;
}

/** Colour of a rate, and the ink that is readable on it. */
export function heat(
  rate: number | null,
  top: number,
  dark: boolean,
): { background: string; color: string } | null {
  if (rate === null) return null;
  const steps = dark ? SEQUENTIAL.dark : SEQUENTIAL.light;
  const at = Math.min(steps.length - 1, Math.floor((Math.min(rate, top) / top) * (steps.length - 1) + 0.5));
  const background = steps[at] ?? steps[0];
  return { background, color: inkOn(background) };
}
