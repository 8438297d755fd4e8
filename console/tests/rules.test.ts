import { describe, expect, it } from "vitest";
import type { ChannelRule, Rules } from "../src/contract";
import {
  added,
  differences,
  draftOf,
  fitting,
  mistakeAt,
  moved,
  replaced,
  rowsOf,
  rulesOf,
  unreached,
  valueAt,
  without,
} from "../src/rooms/rules/draft";

const rule = (channel: string, source?: string): ChannelRule => ({
  channel,
  when: source ? [{ field: "utm_source", op: "is", parameter: null, values: [source] }] : [],
});
const RULES: Rules = {
  starts_on: null,
  future_minutes: 60,
  session: { timeout_minutes: 30, split_at_midnight: false, split_on_campaign: false },
  ip: "truncate",
  place_names: "en",
  mark_bots: true,
  staff: { ids: ["u-1"], email_domains: [], ip_ranges: ["10.0.0.0/8", "x"] },
  test_devices: [],
  own_hosts: [],
  channel_rules: [rule("a", "1"), rule("b", "2"), rule("rest")],
  max_ids_per_person: 500,
  landing_days: 30,
  requests_per_second: 5000,
};
const ROWS = rowsOf(RULES.channel_rules);
const channels = (rows: typeof ROWS) => rows.map((row) => row.rule.channel);

describe("the order of channels", () => {
  it("moves a rule by one and keeps to the edges", () => {
    expect(channels(moved(ROWS, 1, -1))).toEqual(["b", "a", "rest"]);
    expect(channels(moved(ROWS, 0, -1))).toEqual(["a", "b", "rest"]);
    expect(channels(moved(ROWS, 2, 1))).toEqual(["a", "b", "rest"]);
  });

  it("adds before the rule that takes everything", () => {
    const rows = added(ROWS, rule("c", "3"));
    expect(channels(rows)).toEqual(["a", "b", "c", "rest"]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(4);
    expect(channels(added([], rule("c", "3")))).toEqual(["c"]);
  });

  it("replaces and removes by name of the row, not by place", () => {
    expect(channels(replaced(ROWS, 1, rule("x")))).toEqual(["a", "x", "rest"]);
    expect(channels(without(ROWS, 0))).toEqual(["b", "rest"]);
  });

  it("counts rules that are never reached", () => {
    expect(unreached(ROWS)).toBe(0);
    expect(unreached(moved(ROWS, 2, -1))).toBe(1);
  });

  it("keeps the parts of a condition fitting each other", () => {
    const condition = { field: "parameter", op: "is set", parameter: null, values: ["x"] } as const;
    expect(fitting({ ...condition, values: ["x"] })).toEqual({ ...condition, parameter: "", values: [] });
    expect(fitting({ field: "source", op: "is", parameter: "p", values: ["x"] }).parameter).toBeNull();
  });
});

describe("what saving would change", () => {
  it("is nothing for a draft of the same rules", () => {
    expect(rulesOf(draftOf(RULES))).toEqual(RULES);
    expect(differences(RULES, rulesOf(draftOf(RULES)))).toEqual([]);
  });

  it("is told setting by setting, of lists what came and went", () => {
    const after: Rules = {
      ...RULES,
      ip: "drop",
      session: { ...RULES.session, split_at_midnight: true },
      staff: { ...RULES.staff, ids: ["u-2"] },
      channel_rules: [...RULES.channel_rules].reverse(),
    };
    const found = differences(RULES, after);
    expect(found.map((one) => one.path).sort()).toEqual([
      "channel_rules",
      "ip",
      "session.split_at_midnight",
      "staff.ids",
    ]);
    expect(found.find((one) => one.path === "staff.ids")).toMatchObject({ came: ["u-2"], went: ["u-1"] });
  });
});

describe("a refused setting", () => {
  it("is found by the field of the error", () => {
    expect(mistakeAt("staff.ip_ranges.1", RULES)).toEqual({ path: "staff.ip_ranges", place: 1 });
    expect(mistakeAt("channel_rules.2.when.0.values", RULES)).toEqual({ path: "channel_rules", place: 2 });
    expect(mistakeAt("future_minutes", RULES)).toEqual({ path: "future_minutes", place: null });
  });

  it("names what was typed, or the rule by its number", () => {
    const draft = draftOf(RULES);
    expect(valueAt(draft, { path: "staff.ip_ranges", place: 1 })).toBe("x");
    expect(valueAt(draft, { path: "channel_rules", place: 2 })).toBe("3");
    expect(valueAt(draft, { path: "ip", place: null })).toBe("");
  });
});
