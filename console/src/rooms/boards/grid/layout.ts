/** Places of tiles on a grid of twelve columns; tiles fall up until they touch something. */

export const COLUMNS = 12;
export const MOST_HIGH = 40;

export interface Place {
  id: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

const touch = (one: Place, other: Place) =>
  one.id !== other.id &&
  one.x < other.x + other.w &&
  other.x < one.x + one.w &&
  one.y < other.y + other.h &&
  other.y < one.y + one.h;

const inOrder = (places: readonly Place[]) => [...places].sort((a, b) => a.y - b.y || a.x - b.x);

/** Every tile as far up as it can be without passing another; the order of `tiles` stays. `first` falls before others
 * that begin in the same row. */
export function fallen<P extends Place>(tiles: readonly P[], first?: string): P[] {
  const done: Place[] = [];
  const sorted = inOrder(tiles).sort(
    (a, b) => a.y - b.y || Number(b.id === first) - Number(a.id === first) || a.x - b.x,
  );
  for (const tile of sorted) {
    let y = done.reduce(
      (low, one) => (one.x < tile.x + tile.w && tile.x < one.x + one.w ? Math.max(low, one.y + one.h) : low),
      0,
    );
    // Nothing that fell before may be in the way further up either.
    while (y > 0 && !done.some((one) => touch({ ...tile, y: y - 1 }, one))) y -= 1;
    done.push({ ...tile, y });
  }
  return tiles.map((tile) => ({ ...tile, y: done.find((one) => one.id === tile.id)?.y ?? tile.y }));
}

/** One tile moved by columns and rows; those in its way make room. */
export function moved<P extends Place>(tiles: readonly P[], id: string, dx: number, dy: number): P[] {
  const tile = tiles.find((one) => one.id === id);
  if (!tile) return [...tiles];
  const next = { ...tile, x: within(tile.x + dx, 0, COLUMNS - tile.w) };
  if (dy > 0) {
    // Down means below the nearest tile that it stands on.
    const under = inOrder(tiles).find(
      (one) => one.y >= tile.y + tile.h && one.x < next.x + next.w && next.x < one.x + one.w,
    );
    next.y = under ? under.y + under.h : tile.y;
  } else if (dy < 0) {
    const over = inOrder(tiles).findLast(
      (one) => one.y + one.h <= tile.y && one.x < next.x + next.w && next.x < one.x + one.w,
    );
    next.y = over ? over.y : 0;
  }
  return fallen(
    tiles.map((one) => (one.id === id ? next : one)),
    id,
  );
}

/** One tile made wider and higher. */
export function sized<P extends Place>(tiles: readonly P[], id: string, dw: number, dh: number): P[] {
  return fallen(
    tiles.map((one) => {
      if (one.id !== id) return one;
      const w = within(one.w + dw, 1, COLUMNS);
      return { ...one, w, x: Math.min(one.x, COLUMNS - w), h: within(one.h + dh, 1, MOST_HIGH) };
    }),
    id,
  );
}

/** The first free place for a tile of this size, row by row. */
export function freePlace(tiles: readonly Place[], w: number, h: number): { x: number; y: number } {
  const bottom = tiles.reduce((low, one) => Math.max(low, one.y + one.h), 0);
  for (let y = 0; y < bottom; y += 1) {
    for (let x = 0; x + w <= COLUMNS; x += 1) {
      if (!tiles.some((one) => touch({ id: "", x, y, w, h }, one))) return { x, y };
    }
  }
  return { x: 0, y: bottom };
}

/** Tiles in the order in which one reads them. */
export const readingOrder = <P extends Place>(tiles: readonly P[]): P[] => inOrder(tiles) as P[];

/** An id that no tile has. */
export function newTileId(tiles: readonly Place[]): string {
  for (let number = tiles.length + 1; ; number += 1) {
    const id = `t${number}`;
    if (!tiles.some((one) => one.id === id)) return id;
  }
}
