import { describe, expect, it } from "vitest";
import type { GroupScore, PropertySummary } from "../src/contract";
import { bothNames, comparable, freeKey, lacks, usualFeatures } from "../src/rooms/people/likeness/model";

const prop = (name: string, type: PropertySummary["type"], more: Partial<PropertySummary> = {}) =>
  ({ name, type, scope: "person", sensitive: null, ...more }) as PropertySummary;

describe("groups by likeness", () => {
  it("begin with what people are usually alike in", () => {
    const properties = [
      prop("email", "text", { sensitive: "email" }),
      prop("user_id", "text"),
      prop("city", "text"),
      prop("spent", "number"),
      prop("$events", "number"),
      prop("$last_seen", "time"),
      prop("$group_alike1", "text"),
      prop("amount", "number", { scope: "event" }),
    ];
    expect(usualFeatures(properties)).toEqual(["$events", "$last_seen", "spent", "city"]);
    expect(comparable(properties).map((one) => one.name)).toContain("user_id");
    expect(comparable(properties).map((one) => one.name)).not.toContain("email");
  });

  it("are refused for a reason", () => {
    const score = (more: Partial<GroupScore>): GroupScore => ({
      k: 2,
      silhouette: 0.5,
      reference: 0.3,
      spread: 0.01,
      stability: 0.9,
      smallest: 0.2,
      real: true,
      ...more,
    });
    expect(lacks(score({}))).toEqual([]);
    expect(lacks(score({ reference: 0.48 }))).toEqual(["apart"]);
    expect(lacks(score({ spread: 0.1, stability: 0.5, smallest: 0.01 }))).toEqual([
      "apart",
      "stable",
      "large",
    ]);
  });

  it("get a key nobody has and a name in both languages", () => {
    expect(freeKey(["alike1", "style"])).toBe("alike2");
    expect(bothNames(" VIP ")).toEqual({ zh: "VIP", en: "VIP" });
  });
});
