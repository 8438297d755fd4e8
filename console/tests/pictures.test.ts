/** Columns, flows and what else is laid out by hand. */
import { describe, expect, it } from "vitest";
import { durationAt } from "../src/answers/DurationBars";
import { type Column, columnScale, place } from "../src/charts/bars/layout";
import { scaleOf } from "../src/charts/bars/scale";
import { columnsIn, type FlowNode, layFlow } from "../src/charts/flow/layout";
import { bracketsOf } from "../src/rooms/ask/builders/RetentionBuilder";
import { numbersOf } from "../src/rooms/ask/parts/NumberList";

const bar = (key: string, value: number | null) => ({ key, name: key, colour: "#000", value, text: "" });
const column = (key: string, ...values: (number | null)[]): Column => ({
  key,
  label: key,
  bars: values.map((value, index) => bar(String(index), value)),
});

describe("a scale", () => {
  it("ends at round figures and holds zero", () => {
    expect(scaleOf(0, 93)).toMatchObject({ low: 0, high: 100, ticks: [0, 25, 50, 75, 100] });
    expect(scaleOf(-40, 120).ticks).toContain(0);
    expect(scaleOf(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});

describe("columns", () => {
  it("stand side by side from zero", () => {
    const columns = [column("a", 10, 5)];
    const [first, second] = place(columns[0] as Column, columnScale(columns, false), false);
    expect(first).toMatchObject({ from: 0, size: 1 });
    expect(second?.size).toBe(0.5);
  });

  it("stand on one another, what is negative below zero", () => {
    const columns = [column("a", 6, 4, -10)];
    const scale = columnScale(columns, true);
    const [low, high, under] = place(columns[0] as Column, scale, true);
    expect(low?.from).toBe(0.5);
    expect((high?.from ?? 0) + (high?.size ?? 0)).toBe(1);
    expect(under).toMatchObject({ from: 0, size: 0.5 });
  });

  it("have no bar where there is no value", () => {
    expect(place(column("a", null), scaleOf(0, 1), false)).toEqual([]);
  });

  it("know where a length of time lies among them", () => {
    const columns = [column("0", 1), column("60", 1), column("120", 1)];
    expect(durationAt(columns, 90)).toBe(1.5);
    expect(durationAt(columns, null)).toBeNull();
  });
});

describe("a flow", () => {
  const node = (step: number, name: string, size: number): FlowNode => ({
    step,
    node: name,
    name,
    colour: "#000",
    size,
    dropped: 0,
    text: "",
    droppedText: "",
    address: `${step}${name}`,
    droppedAddress: null,
  });
  const nodes = [node(0, "a", 10), node(1, "b", 6), node(1, "c", 4)];
  const links = [
    { step: 0, from: "a", to: "b", size: 6, text: "", address: "ab" },
    { step: 0, from: "a", to: "c", size: 4, text: "", address: "ac" },
    { step: 0, from: "a", to: "gone", size: 1, text: "", address: "x" },
  ];

  it("gives heights by size and ways as wide as what runs along them", () => {
    const flow = layFlow(nodes, links, { column: 100, height: 200, backward: false });
    const [a, b] = flow.nodes;
    expect((b?.height ?? 0) / (a?.height ?? 1)).toBeCloseTo(0.6);
    expect(flow.links.map((link) => link.address)).toEqual(["ab", "ac"]);
    expect(flow.links[0]?.width).toBeCloseTo(b?.height ?? 0);
  });

  it("shows as many whole columns as can be read, and never less than two", () => {
    expect(columnsIn(1000, 5)).toEqual({ shown: 5, column: 200, narrow: false });
    expect(columnsIn(320, 6)).toEqual({ shown: 2, column: 160, narrow: true });
    expect(columnsIn(200, 6).shown).toBe(2);
    expect(columnsIn(1000, 1).shown).toBe(1);
  });

  it("runs to the right also when it is asked backward", () => {
    const flow = layFlow(nodes, links, { column: 100, height: 200, backward: true });
    expect(flow.nodes.find((one) => one.step === 0)?.x).toBe(100);
    expect(flow.nodes.find((one) => one.step === 1)?.x).toBe(0);
  });
});

describe("numbers that are typed", () => {
  it("rise, each once", () => {
    expect(numbersOf("100, 20 5；20、x")).toEqual([5, 20, 100]);
  });

  it("make brackets that follow each other", () => {
    expect(bracketsOf([1, 7, 30])).toEqual([
      [1, 1],
      [2, 7],
      [8, 30],
    ]);
    expect(bracketsOf(undefined)).toBeUndefined();
  });
});
