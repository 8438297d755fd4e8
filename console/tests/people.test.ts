import { describe, expect, it } from "vitest";
import type { PersonRow } from "../src/contract";
import { tellingProperties, withProperties } from "../src/rooms/people/list/columns";
import { orderOf, pageOf, sortOf } from "../src/rooms/people/list/order";
import { calendarOf } from "../src/rooms/people/profile/calendar";
import { byDay } from "../src/rooms/people/profile/days";
import { bySession } from "../src/rooms/people/profile/sessions";
import { whyOf } from "../src/rooms/people/profile/why";

const person = (id: number, properties: PersonRow["properties"]): PersonRow => ({
  person_id: id,
  distinct_id: `p${id}`,
  first_seen: null,
  last_seen: null,
  events: 1,
  properties,
  count: null,
});

describe("columns of the list", () => {
  const people = Array.from({ length: 10 }, (_, i) =>
    person(i, {
      bio: "x".repeat(200) + (i % 2),
      token: `t${i}`,
      country: i % 2 ? "France" : "Germany",
      rare: i === 0 ? "yes" : null,
      never: null,
      level: i % 3,
    }),
  );

  it("prefers what tells people apart", () => {
    expect(tellingProperties(people, 2)).toEqual(["country", "level"]);
  });

  it("keeps the server's order among the chosen, and never shows what nobody has", () => {
    expect(tellingProperties(people, 9)).toEqual(["bio", "token", "country", "rare", "level"]);
  });

  it("leaves the other properties out", () => {
    expect(withProperties(people, ["level"])[4]?.properties).toEqual({ level: 1 });
  });

  it("has nothing to choose from nobody", () => {
    expect(tellingProperties([], 4)).toEqual([]);
  });
});

describe("words of the address", () => {
  it("fall back to what is usual", () => {
    expect([sortOf("events"), sortOf("x"), orderOf("asc"), orderOf("up")]).toEqual([
      "events",
      "last_seen",
      "asc",
      "desc",
    ]);
    expect([pageOf("3"), pageOf("0"), pageOf("1.5"), pageOf(null)]).toEqual([3, 1, 1, 1]);
  });
});

describe("history by day", () => {
  const event = (time: string) => ({ event_id: time, time, event: "e", properties: {}, session: 0 });

  it("uses the days of the project's zone", () => {
    const days = byDay([event("2011-01-01T16:30:00Z"), event("2011-01-01T15:30:00Z")], "Asia/Shanghai");
    expect(days.map((one) => one.day)).toEqual(["2011-01-02", "2011-01-01"]);
    expect(byDay([event("2011-01-01T16:30:00Z"), event("2011-01-01T15:30:00Z")], "UTC")).toHaveLength(1);
  });

  it("keeps the order of events and counts the quiet days between", () => {
    const days = byDay(
      [event("2011-03-15T10:00:00Z"), event("2011-03-15T09:00:00Z"), event("2011-03-10T09:00:00Z")],
      "America/New_York",
    );
    expect(days[0]?.events.map((one) => one.time)).toEqual(["2011-03-15T10:00:00Z", "2011-03-15T09:00:00Z"]);
    expect(days.map((one) => one.quiet)).toEqual([0, 4]);
  });
});

describe("history by session", () => {
  const event = (time: string, session: number) => ({
    event_id: time,
    time,
    event: "e",
    properties: {},
    session,
  });
  const session = (number: number) => ({
    number,
    started_at: "",
    ended_at: "",
    events: 2,
    pageviews: 0,
    entry_page: null,
    exit_page: null,
    entry_event: "e",
  });

  it("joins what two pages of the history tell of one session", () => {
    const found = bySession(
      [event("4", 1), event("3", 1), event("2", 0), event("1", 0)],
      [session(1), session(0), session(0)],
    );
    expect(found.map((one) => [one.session.number, one.events.map((e) => e.time)])).toEqual([
      [1, ["4", "3"]],
      [0, ["2", "1"]],
    ]);
  });
});

describe("why somebody stands where they do", () => {
  const standing = (why: Record<string, unknown>) => ({ property: "$x", value: "y", names: null, why });

  it("is read by what the definition says", () => {
    expect(whyOf(standing({ rule: [] }))).toEqual({ kind: "rule", rule: [] });
    expect(
      whyOf(standing({ first_active: 9, last_active: 0, active_days: 3, period: 30, returned: 2 })),
    ).toEqual({ kind: "stage", first: 9, last: 0, days: 3, period: 30, returned: 2 });
    const three = { recency: 1, frequency: 2, monetary: 3 };
    expect(whyOf(standing({ form: "rfm", measured: three, scores: three }))).toMatchObject({
      kind: "rfm",
      m: { value: 3, score: 3 },
    });
    expect(whyOf(standing({}))).toBeNull();
  });
});

describe("the calendar", () => {
  it("has whole weeks that begin where the project's weeks begin", () => {
    const calendar = calendarOf([{ day: "2011-01-05", count: 3 }], "sunday");
    expect(calendar.weeks).toHaveLength(26);
    expect(calendar.weeks.at(-1)?.map((cell) => cell.day)).toEqual([
      "2011-01-02",
      "2011-01-03",
      "2011-01-04",
      "2011-01-05",
      "2011-01-06",
      "2011-01-07",
      "2011-01-08",
    ]);
    expect(calendar.weeks.at(-1)?.map((cell) => cell.level)).toEqual([0, 0, 0, 4, 0, 0, 0]);
    expect(calendar.activeDays).toBe(1);
  });

  it("shows a year at a time, the last one first", () => {
    const activity = [
      { day: "2009-01-05", count: 1 },
      { day: "2011-01-05", count: 1 },
    ];
    const now = calendarOf(activity, "monday");
    expect([now.weeks.length, now.earlier, now.later]).toEqual([53, true, false]);
    const before = calendarOf(activity, "monday", 53, 1);
    expect(before.later).toBe(true);
    expect(before.weeks.at(-1)?.[6]?.day).toBe("2010-01-03");
    expect(
      calendarOf(activity, "monday", 53, 1)
        .weeks.flat()
        .some((cell) => cell.day === "2009-01-05"),
    ).toBe(true);
  });

  it("keeps small days visible beside a very busy one", () => {
    const levels = calendarOf(
      [
        { day: "2011-01-03", count: 1 },
        { day: "2011-01-04", count: 1000 },
        { day: "2011-01-05", count: 0 },
      ],
      "monday",
    )
      .weeks.at(-1)
      ?.map((cell) => cell.level);
    expect(levels?.slice(0, 3)).toEqual([1, 4, 0]);
  });

  it("is empty without events", () => {
    expect(calendarOf([], "monday").weeks).toEqual([]);
  });
});
