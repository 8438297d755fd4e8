import { describe, expect, it } from "vitest";
import type { ImportResult } from "../src/contract";
import { eventRows, propertyRows, sortOf } from "../src/rooms/data/events/rows";
import { firstQuestion } from "../src/rooms/data/import/firstQuestion";

const event = (name: string, count: number, first: string | null = null) => ({
  name,
  count,
  people: 1,
  first_seen: first,
  last_seen: first,
});

describe("the catalogue", () => {
  const events = [
    event("b", 2, "2011-01-02T00:00:00Z"),
    event("Sign up", 9),
    event("a", 2, "2011-01-01T00:00:00Z"),
  ];

  it("sorts by count, equal ones by name", () => {
    expect(eventRows(events, "", "count", "desc").map((one) => one.name)).toEqual(["Sign up", "a", "b"]);
  });

  it("puts what was never seen last in both orders", () => {
    expect(eventRows(events, "", "first_seen", "asc").map((one) => one.name)).toEqual(["a", "b", "Sign up"]);
    expect(eventRows(events, "", "first_seen", "desc").map((one) => one.name)).toEqual(["b", "a", "Sign up"]);
  });

  it("finds by any part of the name", () => {
    expect(eventRows(events, " SIGN ", "count", "desc").map((one) => one.name)).toEqual(["Sign up"]);
  });

  it("takes only orders it knows", () => {
    expect(sortOf("people")).toBe("people");
    expect(sortOf("constructor")).toBe("count");
    expect(sortOf(null)).toBe("count");
  });

  it("lists properties of events before those of people", () => {
    const property = (name: string, scope: "event" | "person") => ({
      name,
      scope,
      type: "text" as const,
      mixed: false,
      sensitive: null,
    });
    const rows = propertyRows([property("z", "event"), property("a", "person"), property("b", "event")], "");
    expect(rows.map((one) => one.name)).toEqual(["b", "z", "a"]);
  });
});

describe("the first question", () => {
  const result = (from: string | null, to: string | null): ImportResult => ({
    rows: 3,
    loaded: 3,
    duplicates: 0,
    filtered: 0,
    bad: 0,
    new_people: 1,
    first_time: from,
    last_time: to,
    events: [{ name: "purchase", count: 3 }],
    properties: [],
    bad_reasons: [],
    bad_sample: [],
    notes: [],
  });

  it("spans the file in days of the project's zone", () => {
    expect(firstQuestion(result("2011-01-01T17:00:00Z", "2011-01-31T03:00:00Z"), "Asia/Shanghai")).toEqual({
      kind: "trend",
      series: [{ event: "purchase", measure: "people" }],
      interval: "day",
      range: { from: "2011-01-02", to: "2011-01-31" },
    });
  });

  it("takes buckets that fit the length", () => {
    const interval = (to: string) =>
      firstQuestion(result("2010-01-01T00:00:00Z", to), "UTC")?.["interval" as never];
    expect(interval("2010-01-01T09:00:00Z")).toBe("hour");
    expect(interval("2010-12-01T00:00:00Z")).toBe("week");
    expect(interval("2014-01-01T00:00:00Z")).toBe("month");
  });

  it("is none where nothing was loaded", () => {
    expect(firstQuestion(result(null, null), "UTC")).toBeNull();
  });
});
