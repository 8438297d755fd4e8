/** Boards as the console works with them. */
import { asQuestion, filtersFrom } from "@/base/question";
import { rangeFromText, rangeToText } from "@/base/range";
import { decode, encode } from "@/base/url";
import type { BoardTile, Filter, KeptBoard, Question, Range, WireBoard } from "@/contract";
import { freePlace, newTileId } from "./grid/layout";

export type Compare = "previous" | null;

/** What holds for every tile while one looks at a board. */
export interface Look {
  range: Range;
  compare: Compare;
  filters: Filter[];
}

export type Shows = BoardTile["is"];

export const tilesOf = (board: KeptBoard): BoardTile[] => (board.board.tiles ?? []) as BoardTile[];

/** The look that an address asks for, where it says something else than the board itself. */
export function lookOf(board: KeptBoard, get: (name: string) => string | null): Look {
  const own = board.board;
  const compare = get("compare");
  return {
    range: rangeFromText(get("range")) ?? (own.range as Range),
    compare:
      compare === null ? (own.compare ? "previous" : null) : compare === "previous" ? "previous" : null,
    filters: filtersIn(get("filters")) ?? filtersFrom(own.filters ?? []),
  };
}

function filtersIn(text: string | null): Filter[] | null {
  if (text === null) return null;
  try {
    return filtersFrom(decode(text));
  } catch {
    return null;
  }
}

export const lookToUrl = (look: Partial<Look>) => ({
  ...(look.range ? { range: rangeToText(look.range) } : {}),
  ...(look.compare === undefined ? {} : { compare: look.compare ?? "none" }),
  ...(look.filters ? { filters: encode(look.filters) } : {}),
});

/** Filters that say something: half-made conditions are not asked. */
export const whole = (filters: readonly Filter[]): Filter[] =>
  filters.filter((one) => !("property" in one) || (one.property !== "" && ready(one)));

function ready(one: Filter): boolean {
  if (!("op" in one)) return true;
  const { op, value } = one as { op: string; value?: unknown };
  if (op === "is set" || op === "is not set") return true;
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
}

const SIZES: Record<Shows["type"], { w: number; h: number }> = {
  question: { w: 6, h: 7 },
  metric: { w: 3, h: 4 },
  target: { w: 3, h: 4 },
  text: { w: 6, h: 3 },
};

/** The board with one tile more, at the first free place. */
export function withTile(board: WireBoard, shows: Shows, title?: string): WireBoard {
  const tiles = (board.tiles ?? []) as BoardTile[];
  const size = shows.type === "metric" && shows.shows !== "figure" ? SIZES.question : SIZES[shows.type];
  const tile = {
    id: newTileId(tiles),
    ...freePlace(tiles, size.w, size.h),
    ...size,
    title: title ?? null,
    is: shows,
  };
  return { ...board, tiles: [...tiles, tile] };
}

export function questionOf(raw: unknown): Question | null {
  try {
    return raw ? asQuestion(raw) : null;
  } catch {
    return null;
  }
}
