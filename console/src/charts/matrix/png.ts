import type { Look } from "../lines/option";
import { paint } from "../png";
import { heat } from "../retention/model";
import type { MatrixModel } from "./model";

const CELL = 104;
const ROW = 40;
const LEFT = 220;

/** The matrix as a picture. */
export function matrixPng({ corner, rows, columns, cell }: MatrixModel, look: Look, dark: boolean): string {
  return paint(LEFT + columns.length * CELL + 16, (rows.length + 1) * ROW + 24, look, (pen) => {
    const x = (index: number) => LEFT + index * CELL;
    const y = (index: number) => 12 + (index + 1) * ROW;
    pen.text(corner, 16, 12 + ROW / 2, { colour: look.muted });
    columns.forEach((column, index) => {
      pen.text(column.name, x(index) + CELL / 2, 12 + ROW / 2, {
        colour: look.muted,
        align: "center",
        max: CELL - 8,
      });
    });
    rows.forEach((row, at) => {
      pen.text(row.name, 16, y(at) + ROW / 2, { max: LEFT - 24 });
      columns.forEach((column, index) => {
        const one = cell(row, column);
        if (!one) return;
        const colours = heat(one.heat, 1, dark);
        if (colours) pen.rect(x(index), y(at), CELL - 2, ROW - 2, colours.background);
        const text = one.small ? `${one.text} · ${one.small}` : one.text;
        pen.text(text, x(index) + CELL / 2, y(at) + ROW / 2, {
          colour: colours?.color ?? look.text,
          align: "center",
          max: CELL - 8,
        });
      });
    });
  });
}
