/** One question asked of several lists of people. */
import { describe, expect, it } from "vitest";
import { EVERYONE, inSide, outOfSide, sidesFrom, sidesToText } from "../src/base/question";
import type { Question } from "../src/contract";

const question: Question = {
  kind: "lifecycle",
  activity: { event: null },
  interval: "week",
  range: { last: 30, unit: "day" },
};

describe("sides in an address", () => {
  it.each([
    [null, []],
    ["", []],
    ["all", []],
    ["seg_a", ["seg_a", EVERYONE]],
    ["seg_a,seg_b", ["seg_a", "seg_b"]],
    ["seg_a,seg_b,all,seg_c", ["seg_a", "seg_b", EVERYONE]],
    ["seg_a,seg_a", ["seg_a", EVERYONE]],
  ])("%s", (text, sides) => {
    expect(sidesFrom(text)).toEqual(sides);
  });

  it("leaves none where nothing is chosen", () => {
    expect(sidesToText([])).toBeNull();
    expect(sidesToText(["seg_a", EVERYONE])).toBe("seg_a,all");
  });
});

describe("a question of one side", () => {
  it("counts only people of the segment, and everyone as it is", () => {
    expect(inSide(question, "seg_a").filters).toEqual([{ segment: "seg_a" }]);
    expect(inSide(question, EVERYONE)).toBe(question);
    expect(inSide(question, null)).toBe(question);
  });

  it("lists only people of the segment: filters of a list choose events, not people", () => {
    const listed: Question = { kind: "people", who: [], range: { last: 30, unit: "day" } };
    expect(inSide(listed, "seg_a")).toEqual({ ...listed, who: [{ segment: "seg_a" }] });
  });

  it("is the old one again without its side, whatever was filtered before", () => {
    const filtered: Question = {
      ...question,
      filters: [{ segment: "seg_a" }, { property: "x", op: "is set" }],
    };
    const listed: Question = { kind: "people", who: [], range: { last: 30, unit: "day" } };
    for (const one of [question, filtered, listed])
      for (const side of ["seg_a", "seg_b", EVERYONE, null])
        expect(outOfSide(inSide(one, side), side === EVERYONE ? null : side)).toEqual(one);
  });
});
