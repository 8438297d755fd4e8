/** A scale that ends at round figures. */

export interface Scale {
  low: number;
  high: number;
  step: number;
  ticks: number[];
}

/** The round step that makes about `wanted` steps of a span. */
export function roundStep(span: number, wanted: number): number {
  if (!(span > 0)) return 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= raw * 0.999) ?? 10;
  return step * power;
}

/** From the lowest to the highest value, zero included, with ticks at round figures. */
export function scaleOf(low: number, high: number, wanted = 4): Scale {
  const from = Math.min(0, low);
  const to = Math.max(0, high);
  const step = roundStep(to - from, wanted);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(to / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const tick = (first + index) * step;
    return Number(tick.toPrecision(12));
  });
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, step, ticks };
}
