/** Moves between layers: as a table between two dates, and as a flow over several. */
import { describe, expect, it } from "vitest";
import { flowsOf } from "../src/base/question";
import { migrationFlow, migrationMatrix } from "../src/charts/migration/model";
import type { Answer } from "../src/contract";

const format = {
  exact: String,
  rate: (share: number) => `${Math.round(share * 100)} %`,
  day: (day: string) => day,
  value: (value: unknown) => (value === null ? "none" : String(value).replace("$layer_", "")),
  // biome-ignore lint/suspicious/noExplicitAny: a few of the many ways to write
} as any;
const t = ((key: string, words?: { from: string; to: string }) =>
  words?.from ? `${words.from} → ${words.to}` : (key.split(".").pop() ?? key)) as never;

const way = (day: string, from_day: string, from: unknown, to: unknown, people: number, arrived = false) => ({
  day,
  from_day,
  from,
  to,
  arrived,
  people,
  share: people / 10,
  address: `${from_day} ${arrived ? "new" : from} ${to}`,
});
const stood = (day: string, value: unknown, people: number) => ({
  day,
  value,
  people,
  share: people / 10,
  address: `${day} ${value}`,
});

const answer = {
  rows: [
    way("2026-02-28", "2026-01-31", "$layer_core", "$layer_core", 2),
    way("2026-02-28", "2026-01-31", "$layer_core", "$layer_rest", 1),
    way("2026-02-28", "2026-01-31", null, "$layer_rest", 4, true),
    way("2026-03-31", "2026-02-28", "$layer_rest", null, 5),
  ],
  totals: {
    people: 7,
    standing: [
      stood("2026-01-31", "$layer_core", 3),
      stood("2026-02-28", "$layer_core", 2),
      stood("2026-02-28", "$layer_rest", 5),
      stood("2026-03-31", null, 5),
    ],
  },
} as unknown as Answer;

describe("the table between two dates", () => {
  const [first, second] = flowsOf(answer);

  it("has a table for each pair of dates, no value last", () => {
    expect([first?.from, first?.to, second?.from, second?.to]).toEqual([
      "2026-01-31",
      "2026-02-28",
      "2026-02-28",
      "2026-03-31",
    ]);
    expect(first?.values).toEqual(["$layer_core", "$layer_rest", null]);
    expect([first?.arrived, second?.arrived]).toEqual([true, false]);
  });

  it("opens who went, who stayed and who arrived", () => {
    const matrix = first && migrationMatrix(answer, first, format, t);
    const [core, , , arrived] = matrix?.rows ?? [];
    const [toCore, toRest] = matrix?.columns ?? [];
    if (!matrix || !core || !arrived || !toCore || !toRest) throw new Error("rows and columns wanted");
    expect(core.size?.address).toBe("2026-01-31 $layer_core");
    expect(toRest.size?.figure).toBe(5);
    expect(matrix.cell(core, toCore)).toMatchObject({
      text: "2",
      own: true,
      address: "2026-01-31 $layer_core $layer_core",
    });
    expect(matrix.cell(core, toRest)).toMatchObject({ title: "core → rest", figure: 1 });
    expect(matrix.cell(arrived, toRest)?.address).toBe("2026-01-31 new $layer_rest");
    expect(matrix.cell(arrived, toCore)).toBeNull();
  });
});

it("flows from date to date, those who arrive come from nowhere", () => {
  const { dates, nodes, links } = migrationFlow(answer, format, false, t);
  expect(dates).toEqual(["2026-01-31", "2026-02-28", "2026-03-31"]);
  expect(nodes.map((node) => [node.step, node.name, node.size])).toEqual([
    [0, "core", 3],
    [1, "core", 2],
    [1, "rest", 5],
    [2, "none", 5],
  ]);
  expect(links.map((link) => [link.step, link.title, link.size])).toEqual([
    [0, "core → core", 2],
    [0, "core → rest", 1],
    [1, "rest → none", 5],
  ]);
});
