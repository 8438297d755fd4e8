/** Lines over shared places on an axis: what every picture of lines is made from. */

export interface CurvePoint {
  value: number | null;
  complete: boolean;
  previous?: number | null;
  smoothed?: number | null;
}

export interface Curve {
  key: string;
  name: string;
  colour: string;
  points: readonly CurvePoint[];
}

export interface Curves<C extends Curve = Curve> {
  /** The places on the axis, as they are written in the answer. */
  buckets: readonly string[];
  lines: readonly C[];
}

/** Something to be remembered at a place of the axis. */
export interface Flag {
  bucket: string;
  text: string;
}

/**
 * Which flags share a label, because labels less than `gap` px from each other would overlap: the number of the first
 * flag of each label, from 0 on, and that of its last.
 */
export function flagLabels(
  flags: readonly Flag[],
  buckets: readonly string[],
  width: number,
  gap: number,
): Map<number, number> {
  const step = width / Math.max(1, buckets.length - 1);
  const labels = new Map<number, number>();
  let [first, from] = [0, Number.NEGATIVE_INFINITY];
  flags.forEach(({ bucket }, index) => {
    const at = buckets.indexOf(bucket) * step;
    if (at - from >= gap) [first, from] = [index, at];
    labels.set(first, index);
  });
  return labels;
}

/** The values of a line: those of whole buckets, and the stretches that touch a bucket that is not whole yet. */
export function splitByCompleteness(points: readonly { value: number | null; complete: boolean }[]): {
  solid: (number | null)[];
  dashed: (number | null)[];
} {
  const solid = points.map((point) => (point.complete ? point.value : null));
  const dashed = points.map((point, index) => {
    const touches =
      !point.complete || points[index - 1]?.complete === false || points[index + 1]?.complete === false;
    return touches ? point.value : null;
  });
  return { solid, dashed };
}

/** The lowest and the highest value that is drawn, zero included; of the earlier period where that is shown. */
export function reachOf(model: Curves, compare?: boolean): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const line of model.lines) {
    for (const point of line.points) {
      const { value, smoothed, previous } = point;
      for (const one of compare === false ? [value, smoothed] : [value, smoothed, previous]) {
        if (typeof one !== "number") continue;
        low = Math.min(low, one);
        high = Math.max(high, one);
      }
    }
  }
  return [low, high];
}

interface End {
  value: number;
  bucket: string;
}

/** The highest and lowest whole bucket of a line, for its text alternative. */
export function extremes(line: Curve, buckets: readonly string[]): { high: End; low: End } | null {
  let found: { high: End; low: End } | null = null;
  line.points.forEach((point, index) => {
    if (!point.complete || point.value === null) return;
    const end = { value: point.value, bucket: buckets[index] ?? "" };
    if (!found) found = { high: end, low: end };
    else if (end.value > found.high.value) found = { ...found, high: end };
    else if (end.value < found.low.value) found = { ...found, low: end };
  });
  return found;
}

/** The line nearest to a height of the picture, among those that have a value there. */
export function nearestLine<C extends Curve>(model: Curves<C>, index: number, value: number): C | null {
  let best: C | null = null;
  let gap = Number.POSITIVE_INFINITY;
  for (const line of model.lines) {
    const own = line.points[index]?.value;
    if (own === null || own === undefined) continue;
    if (Math.abs(own - value) < gap) {
      gap = Math.abs(own - value);
      best = line;
    }
  }
  return best;
}
