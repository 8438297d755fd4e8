/** Which answers have nobody in them. */
import { expect, it } from "vitest";
import { isBlank } from "../src/base/question";
import type { Kind } from "../src/contract";

it.each<[Kind, Record<string, unknown>[], boolean]>([
  ["path", [], true],
  ["people", [], true],
  ["people", [{ person_id: 0, distinct_id: "ann" }], false],
  ["funnel", [{ step: 1, people: 0 }], true],
  [
    "funnel",
    [
      { step: 1, people: 3 },
      { step: 2, people: 0 },
    ],
    false,
  ],
  ["lifecycle", [{ active: 0, new: 0, returning: 0, resurrected: 0, dormant: 2 }], false],
  ["attribution", [{ touch: null, conversions: 0, people: 0 }], true],
  ["drivers", [{ event: "look", converted_with: 1, other_with: 0 }], false],
  ["trend", [{ bucket: "2026-01-01", value: 0 }], false],
])("%s %#", (kind, rows, blank) => {
  expect(isBlank(kind, { rows, totals: {} })).toBe(blank);
});

it("shows who stands somewhere, though nobody moved", () => {
  expect(isBlank("migration", { rows: [], totals: { people: 3 } })).toBe(false);
  expect(isBlank("migration", { rows: [], totals: { people: 0 } })).toBe(true);
});
