import { describe, expect, it } from "vitest";
import type { TreeNode } from "@/contract";
import { formulaText, movers, nested, openRemainder, shareOf } from "@/rooms/tree/model";

const figure = (value: number | null, remainder: number | null = null) => ({
  value,
  by_parts: null,
  remainder,
  people: [],
});

const node = (path: string, parts: string[], contribution: number | null, remainder = 0): TreeNode => ({
  path,
  metric: path.split(".").at(-1) ?? "",
  name: null,
  unit: "number",
  currency: null,
  good: "up",
  owner: null,
  formula: null,
  parts,
  before: figure(-50),
  now: figure(100, remainder),
  series: [],
  contribution,
  remainder: null,
  problem: null,
});

const NODES = [
  node("a", ["a.b", "a.c"], 3),
  node("a.b", ["a.b.d"], -1),
  node("a.b.d", [], -1),
  node("a.c", [], 4),
  node("a.e", [], null),
];

describe("a metric tree", () => {
  it("has its parts below their parents", () => {
    const root = nested(NODES);
    expect(root?.parts.map((part) => part.node.metric)).toEqual(["b", "c"]);
    expect(root?.parts[0]?.parts[0]?.node.metric).toBe("d");
    expect(nested([])).toBeNull();
  });

  it("names the leaves that moved it, the largest first", () => {
    expect(movers(NODES).map((one) => one.metric)).toEqual(["c", "d"]);
    expect(shareOf(-5, node("a", [], 0))).toBe(-0.1);
    expect(shareOf(null, node("a", [], 0))).toBeNull();
  });

  it("shows a remainder that is more than rounding", () => {
    expect(openRemainder(node("a", ["a.b"], 0, 1e-9))).toBeNull();
    expect(openRemainder(node("a", ["a.b"], 0, -2))).toBe(-2);
  });

  it("writes formulas with names and signs", () => {
    expect(formulaText("(a+b)*c / 2 - d", (key) => key.toUpperCase())).toBe("(A + B) × C ÷ 2 − D");
  });
});
