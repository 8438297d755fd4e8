import type { Format, Interval } from "@/base/format";
import type { Look } from "../lines/option";
import { paint } from "../png";
import { heat, type Offset, type RetentionModel, scaleTop } from "./model";

const CELL = 64;
const ROW = 28;
const LEFT = 200;

export interface Words {
  cohort: string;
  size: string;
  mean: string;
  offset: (offset: Offset) => string;
}

/** The heat map as a picture. */
export function retentionPng(
  model: RetentionModel,
  interval: Interval,
  look: Look,
  dark: boolean,
  format: Format,
  words: Words,
): string {
  const top = scaleTop(model);
  const width = LEFT + model.offsets.length * CELL + 16;
  const height = (model.cohorts.length + 2) * ROW + 24;
  return paint(width, height, look, (pen) => {
    const cell = (x: number, y: number, rate: number | null, complete: boolean) => {
      const colours = heat(rate, top, dark);
      if (!colours) return;
      pen.rect(x, y, CELL - 2, ROW - 2, colours.background);
      if (!complete) pen.hatch(x, y, CELL - 2, ROW - 2, look.muted);
      pen.text(format.rate(rate), x + CELL / 2, y + ROW / 2, { colour: colours.color, align: "center" });
    };
    const line = (row: number) => 12 + row * ROW;
    pen.text(words.cohort, 16, line(0) + ROW / 2, { colour: look.muted });
    pen.text(words.size, LEFT - 16, line(0) + ROW / 2, { colour: look.muted, align: "right" });
    pen.text(words.mean, 16, line(1) + ROW / 2, { bold: true });
    model.offsets.forEach((offset, index) => {
      const x = LEFT + index * CELL;
      pen.text(words.offset(offset), x + CELL / 2, line(0) + ROW / 2, {
        colour: look.muted,
        align: "center",
      });
      const mean = model.average[index];
      if (mean) cell(x, line(1), mean.rate, mean.complete);
    });
    model.cohorts.forEach((cohort, index) => {
      const y = line(index + 2);
      pen.text(format.bucket(cohort.cohort, interval), 16, y + ROW / 2);
      pen.text(format.exact(cohort.size), LEFT - 16, y + ROW / 2, { align: "right" });
      cohort.cells.forEach((one, at) => {
        cell(LEFT + at * CELL, y, one.rate, one.complete);
      });
    });
  });
}
