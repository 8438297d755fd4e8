/** A change as a waterfall: from the earlier value step by step to the later one. */
import type { ChangePart } from "@/contract";

export interface WaterfallStep {
  part: ChangePart;
  /** Where its bar begins and ends: the value with everything before it, and with it. */
  from: number;
  to: number;
}

export interface Waterfall {
  steps: WaterfallStep[];
  /** What is not shown by itself, taken together; null where there is none. */
  rest: { count: number; contribution: number; from: number; to: number } | null;
  /** What the picture reaches from and to. */
  low: number;
  high: number;
}

/** Room on both sides, as a share of what the bars need. */
const ROOM = 0.06;

/**
 * The parts in the order given (the largest first), at most `most` of them by themselves. The last bar ends at `now`:
 * contributions add up to the change, and what rounding leaves goes to the last.
 */
export function waterfall(
  before: number,
  now: number,
  parts: readonly ChangePart[],
  most: number,
): Waterfall {
  const alone = parts.length > most ? parts.slice(0, most - 1) : parts;
  let at = before;
  const steps = alone.map((part) => {
    const from = at;
    at += part.contribution;
    return { part, from, to: at };
  });
  const left = parts.length - alone.length;
  const rest = left > 0 ? { count: left, contribution: now - at, from: at, to: now } : null;
  const last = steps.at(-1);
  if (last && !rest) last.to = now;
  const ends = [before, now, ...steps.map((step) => step.to)];
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const room = ROOM * (high - low || Math.abs(high) || 1);
  return { steps, rest, low: low - room, high: high + room };
}

/** How far along a scale a value stands, in per cent. */
export const placeOf = (value: number, { low, high }: { low: number; high: number }) =>
  high > low ? (100 * (value - low)) / (high - low) : 50;
