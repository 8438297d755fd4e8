/** The live stream as a value: pages of it put together, and what is shown while it is held. Pure. */
import type { LiveItem, LivePage } from "@/contract";

/** Records kept; the server gives as many at once, so that nothing kept can miss what became of it. */
export const LIMIT = 300;

export interface Stream {
  position: number;
  /** Up to where the processor has come. */
  processed: number;
  /** Newest first. */
  items: LiveItem[];
}

export const keyOf = (item: LiveItem) => `${item.position}.${item.place}`;

const newestFirst = (a: LiveItem, b: LiveItem) => b.position - a.position || b.place - a.place;

/** After which position to ask: what is known to be settled need not come again. */
export function since(stream: Stream | undefined): number | null {
  if (!stream) return null;
  const waiting = stream.items.filter((item) => item.status === "waiting").map((item) => item.position);
  return Math.min(stream.position, ...waiting.map((position) => position - 1));
}

/** The stream with another page of it: new records on top, known ones as they are now. */
export function merged(old: Stream | undefined, page: LivePage): Stream {
  const items = new Map(old?.items.map((item) => [keyOf(item), item]));
  for (const item of page.items) items.set(keyOf(item), item);
  return {
    position: page.position,
    processed: page.processed,
    items: [...items.values()].sort(newestFirst).slice(0, LIMIT),
  };
}

export interface Shown {
  items: LiveItem[];
  /** How many came since it is held. */
  fresh: number;
}

/** What is shown: the stream, or while it is held what was shown then, each record as it is now. */
export function shown(stream: Stream, held: readonly LiveItem[] | null): Shown {
  if (held === null) return { items: stream.items, fresh: 0 };
  const now = new Map(stream.items.map((item) => [keyOf(item), item]));
  const top = held[0];
  return {
    items: held.map((item) => now.get(keyOf(item)) ?? item),
    fresh: top ? stream.items.filter((item) => newestFirst(item, top) < 0).length : stream.items.length,
  };
}
