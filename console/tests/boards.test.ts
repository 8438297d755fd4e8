import { describe, expect, it } from "vitest";
import { fallen, freePlace, moved, newTileId, readingOrder, sized } from "../src/rooms/boards/grid/layout";
import { listToInside } from "../src/rooms/boards/inside";
import { blocksOf, piecesOf } from "../src/rooms/boards/tile/markdown";

const tile = (id: string, x: number, y: number, w = 3, h = 4) => ({ id, x, y, w, h });
const at = (tiles: readonly { id: string; x: number; y: number }[], id: string) => {
  const one = tiles.find((found) => found.id === id);
  return one && [one.x, one.y];
};
const apart = (tiles: ReturnType<typeof tile>[]) =>
  tiles.every((a) =>
    tiles.every(
      (b) => a.id === b.id || a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y,
    ),
  );

describe("places of tiles", () => {
  const row = [tile("a", 0, 0), tile("b", 3, 0), tile("c", 6, 0), tile("d", 0, 4)];

  it("lets tiles fall up until they touch", () => {
    expect(at(fallen([tile("a", 0, 5), tile("b", 0, 20)]), "b")).toEqual([0, 4]);
    expect(fallen(row)).toEqual(row);
  });

  it("moves by keys and makes room", () => {
    const right = moved(row, "a", 1, 0);
    expect(at(right, "a")).toEqual([1, 0]);
    expect(apart(right)).toBe(true);
    const down = moved(row, "a", 0, 1);
    expect(at(down, "d")).toEqual([0, 0]);
    expect(at(down, "a")).toEqual([0, 4]);
    expect(at(moved(down, "a", 0, -1), "a")).toEqual([0, 0]);
    expect(at(moved(row, "a", -1, 0), "a")).toEqual([0, 0]);
    expect(at(moved(row, "c", 20, 0), "c")).toEqual([9, 0]);
  });

  it("resizes within the grid", () => {
    const wide = sized(row, "c", 9, 2);
    expect(wide.find((one) => one.id === "c")).toMatchObject({ x: 0, w: 12, h: 6 });
    expect(apart(wide)).toBe(true);
    expect(sized(row, "a", -9, -9).find((one) => one.id === "a")).toMatchObject({ w: 1, h: 1 });
  });

  it("finds the first free place and a free id", () => {
    expect(freePlace(row, 3, 4)).toEqual({ x: 9, y: 0 });
    expect(freePlace(row, 12, 4)).toEqual({ x: 0, y: 8 });
    expect(freePlace([], 6, 4)).toEqual({ x: 0, y: 0 });
    expect(newTileId([tile("t2", 0, 0)])).toBe("t3");
    expect(readingOrder([tile("z", 3, 0), tile("y", 0, 4), tile("x", 0, 0)]).map((one) => one.id)).toEqual([
      "x",
      "z",
      "y",
    ]);
  });
});

describe("notes on boards", () => {
  it("reads headings, lists, quotes and text", () => {
    expect(blocksOf("# 早会\n看 **转化**\n\n- a\n- b\n1. c\n> q")).toEqual([
      { is: "heading", level: 1, text: "早会" },
      { is: "text", text: "看 **转化**" },
      { is: "list", ordered: false, items: ["a", "b"] },
      { is: "list", ordered: true, items: ["c"] },
      { is: "quote", text: "q" },
    ]);
  });

  it("links to web addresses alone", () => {
    expect(piecesOf("[a](https://x.cn/?q=1) **b** `c` *d*").map((piece) => piece.is)).toEqual([
      "link",
      "plain",
      "strong",
      "plain",
      "code",
      "plain",
      "em",
    ]);
    expect(piecesOf("[a](javascript:alert(1))")).toEqual([{ is: "plain", text: "[a](javascript:alert(1))" }]);
  });
});

it("nobody chosen is everybody, and roles win over only who made it", () => {
  expect(listToInside([])).toBe("everybody");
  expect(listToInside(["maker"])).toBe("maker");
  expect(listToInside(["maker", "analyst"])).toEqual(["analyst"]);
});
