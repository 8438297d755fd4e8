import type { Format } from "@/base/format";
import type { Look } from "../lines/option";
import { paint } from "../png";
import type { FunnelStep } from "./model";

const STEP = 220;
const BARS = 240;
const TOP = 56;

/** The funnel as a picture, with its rates and times. */
export function funnelPng(steps: FunnelStep[], look: Look, format: Format): string {
  return paint(Math.max(480, steps.length * STEP + 32), TOP + BARS + 72, look, (pen) => {
    steps.forEach((step, index) => {
      const left = 16 + index * STEP;
      pen.text(`${step.step}  ${step.name}`, left, 20, { bold: true, max: STEP - 24 });
      const width = Math.min(96, (STEP - 32) / Math.max(1, step.bars.length) - 4);
      step.bars.forEach((bar, group) => {
        const x = left + group * (width + 4);
        const full = bar.reached * BARS;
        pen.rect(x, TOP, width, BARS, look.grid);
        pen.hatch(x, TOP + BARS - full - bar.dropped * BARS, width, bar.dropped * BARS, bar.colour);
        pen.rect(x, TOP + BARS - full, width, full, bar.colour);
        if (typeof bar.before?.from_first === "number")
          pen.rect(x, TOP + BARS * (1 - bar.before.from_first) - 1, width, 2, look.muted);
        pen.text(format.rate(bar.row.from_first), x, TOP - 12, { max: width });
        pen.text(format.exact(bar.row.people), x, TOP + BARS + 18, { bold: true, max: width });
        if (step.step > 1 && step.bars.length === 1) {
          pen.text(
            `${format.rate(bar.row.from_previous)} · ${format.duration(bar.row.median_seconds_from_previous ?? bar.row.median_seconds)}`,
            x,
            TOP + BARS + 40,
            { colour: look.muted, max: STEP - 24 },
          );
        } else if (step.bars.length > 1) {
          pen.text(bar.name, x, TOP + BARS + 40, { colour: look.muted, max: width });
        }
      });
    });
  });
}
