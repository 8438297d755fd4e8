import type { Look } from "../lines/option";
import { paint } from "../png";
import { type Column, columnScale, labelEvery, place } from "./layout";

const HEIGHT = 320;
const LEFT = 72;
const TOP = 48;

/** Columns as a picture, with the names of their parts on top. */
export function columnsPng(
  columns: readonly Column[],
  stacked: boolean,
  look: Look,
  axis: (value: number) => string,
): string {
  const scale = columnScale(columns, stacked);
  const wide = Math.max(14, Math.min(64, Math.floor(960 / Math.max(1, columns.length))));
  const width = Math.max(640, LEFT + columns.length * wide + 24);
  const every = labelEvery(columns, columns.length * wide);
  const y = (share: number) => TOP + HEIGHT * (1 - share);
  return paint(width, TOP + HEIGHT + 56, look, (pen) => {
    const legend = new Map(columns.flatMap((column) => column.bars.map((bar) => [bar.key, bar] as const)));
    let x = LEFT;
    if (legend.size > 1) {
      for (const bar of legend.values()) {
        pen.rect(x, 14, 10, 10, bar.colour);
        pen.text(bar.name, x + 16, 19);
        x += 40 + [...bar.name].length * 10;
      }
    }
    for (const tick of scale.ticks) {
      const at = y((tick - scale.low) / (scale.high - scale.low));
      pen.rect(LEFT, at, width - LEFT - 16, tick === 0 ? 1.5 : 0.75, look.grid);
      pen.text(axis(tick), LEFT - 8, at, { colour: look.muted, align: "right" });
    }
    columns.forEach((column, index) => {
      const left = LEFT + index * wide;
      const bars = place(column, scale, stacked);
      const each = stacked ? wide - 3 : (wide - 4) / Math.max(1, bars.length);
      bars.forEach(({ bar, from, size }, at) => {
        const start = stacked ? left : left + at * each;
        const draw = bar.hatched || column.complete === false ? pen.hatch : pen.rect;
        draw(start, y(from + size), each - (stacked ? 0 : 1), size * HEIGHT, bar.colour);
        if (!stacked && typeof bar.before === "number")
          pen.rect(start, y((bar.before - scale.low) / (scale.high - scale.low)) - 1, each, 2, look.muted);
      });
      if (index % every === 0)
        pen.text(column.label, left + wide / 2, TOP + HEIGHT + 18, { colour: look.muted, align: "center" });
      if (column.foot && index % every === 0)
        pen.text(column.foot, left + wide / 2, TOP + HEIGHT + 38, { align: "center" });
    });
  });
}
