import { describe, expect, it } from "vitest";
import type { PlannedEvent, PlannedProperty, PlanRemark } from "../src/contract";
import {
  allowedOf,
  confirmation,
  described,
  filtered,
  learnedOf,
  PEOPLE,
  planRows,
  shownOf,
  statusOf,
} from "../src/rooms/plan/model";

const event = (name: string, more: Partial<PlannedEvent> = {}): PlannedEvent => ({
  name,
  status: "live",
  mode: "observe",
  owner: "",
  description: { zh: "", en: "" },
  learned: false,
  ...more,
});
const property = (of: string, name: string, more: Partial<PlannedProperty> = {}): PlannedProperty => ({
  event: of,
  name,
  type: "text",
  required: false,
  allowed: null,
  status: "live",
  description: { zh: "", en: "" },
  learned: false,
  ...more,
});
const remark = (of: string, name: string, count: number): PlanRemark => ({
  code: "wrong_type",
  event: of,
  property: name,
  count,
});

const PLAN = {
  version: "1",
  events: [
    event("paid", { mode: "enforce", owner: "李雷" }),
    event("seen", { learned: true }),
    event("tap", { status: "blocked" }),
  ],
  properties: [
    property(PEOPLE, "city", { learned: true }),
    property("paid", "amount", { description: { zh: "金额", en: "" } }),
    property("seen", "item", { learned: true }),
  ],
};
const ROWS = planRows(PLAN, [
  remark("paid", "amount", 3),
  remark("paid", "", 2),
  remark("$profile", "city", 7),
]);
const ALL = { search: "", status: null, shown: "all" } as const;
const names = (rows: typeof ROWS) => rows.map((row) => row.name);
const find = (filters: Partial<Parameters<typeof filtered>[1]>) =>
  names(filtered(ROWS, { ...ALL, ...filters }, (name) => name));

describe("the list of the plan", () => {
  it("has people first, then every event with its properties and problems", () => {
    expect(names(ROWS)).toEqual([PEOPLE, "paid", "seen", "tap"]);
    expect(ROWS.map((row) => row.properties.length)).toEqual([1, 1, 1, 0]);
    expect(ROWS.map((row) => row.problems)).toEqual([7, 5, 0, 0]);
    expect(ROWS.map((row) => row.learned)).toEqual([1, 0, 2, 0]);
  });

  it("is filtered by what is shown and by status", () => {
    expect(find({ shown: "problems" })).toEqual([PEOPLE, "paid"]);
    expect(find({ shown: "learned" })).toEqual([PEOPLE, "seen"]);
    expect(find({ shown: "enforced" })).toEqual(["paid"]);
    expect(find({ status: "blocked" })).toEqual(["tap"]);
  });

  it("is searched in names, owners, descriptions and properties", () => {
    expect(find({ search: " PAI " })).toEqual(["paid"]);
    expect(find({ search: "李雷" })).toEqual(["paid"]);
    expect(find({ search: "金额" })).toEqual(["paid"]);
    expect(find({ search: "city" })).toEqual([PEOPLE]);
    expect(find({ search: "item" })).toEqual(["seen"]);
  });

  it("reads words of the address, and takes what it does not know as none", () => {
    expect([shownOf("learned"), shownOf("x"), shownOf(null)]).toEqual(["learned", "all", "all"]);
    expect([statusOf("blocked"), statusOf("x")]).toEqual(["blocked", null]);
  });

  it("describes in the reader's language where it can", () => {
    expect(described({ zh: "支付", en: "Paid" }, "zh-CN")).toBe("支付");
    expect(described({ zh: "支付", en: "" }, "en")).toBe("支付");
  });
});

describe("adopting", () => {
  it("names only what was learned, and says nothing else of it", () => {
    const file = JSON.parse(confirmation(learnedOf(ROWS)));
    expect(file).toEqual({
      events: [{ name: "seen", properties: [{ name: "item" }] }],
      people: [{ name: "city" }],
    });
  });
});

describe("allowed values", () => {
  it("are of the type they are typed for", () => {
    expect(allowedOf(["1", " 2.5 "], "number")).toEqual([1, 2.5]);
    expect(allowedOf(["true", "false"], "boolean")).toEqual([true, false]);
    expect(allowedOf(["1", "微信"], "text")).toEqual(["1", "微信"]);
  });

  it("stay text where they do not fit, so that the server can say so", () => {
    expect(allowedOf(["many"], "number")).toEqual(["many"]);
  });

  it("are none where nothing was typed or nothing can be", () => {
    expect(allowedOf(["", " "], "text")).toBeNull();
    expect(allowedOf(["x"], "object")).toBeNull();
  });
});
