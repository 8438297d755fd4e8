import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";
import {
  asQuestion,
  completeFilters,
  countConditions,
  filterOf,
  filtersFrom,
  placeIn,
  type RuleWords,
  ruleSentence,
  viewOf,
} from "../src/base/question";
import { decode, encode } from "../src/base/url";
import type { Did, Filter } from "../src/contract";
import { movesBetween, ruleOf, withRule } from "../src/rooms/people/segments/rule";
import { columnsIn } from "../src/rooms/people/segments/upload/send";
import { withDidOp, withMeasure } from "../src/ui/filters/DidRow";

const RULE: Filter[] = [
  { property: "city", scope: "person", op: "in", value: ["Oslo", "Rome"] },
  {
    or: [
      { did: { event: "pay" }, op: ">=", value: 2, within: { range: { last: 30, unit: "day" } } },
      {
        not: {
          and: [
            { segment: "seg_1" },
            {
              did: { event: "refund", filters: [{ property: "amount", op: ">", value: 10 }] },
              op: ">=",
              value: 1,
            },
          ],
        },
      },
    ],
  },
  {
    sequence: [{ event: "cart" }, { event: "pay", or: [{ event: null }] }],
    window: { value: 2, unit: "hour" },
    within: { range: { from: "2025-01-01", to: "2025-01-31" } },
  },
  { did: { event: "visit" }, measure: "days_since_last", op: "between", value: [3, 7] },
  { not: { did: { event: "pay" }, op: ">=", value: 1, within: { before: { value: 7, unit: "day" } } } },
];

const words: Record<string, RuleWords> = {};

beforeAll(async () => {
  for (const [lng, translation] of Object.entries({ en, "zh-CN": zh })) {
    const one = i18next.createInstance();
    await one.init({ lng, resources: { [lng]: { translation } }, interpolation: { escapeValue: false } });
    words[lng] = {
      t: one.t as TFunction,
      value: String,
      day: (day) => day,
      segment: (id) => (id === "seg_1" ? "VIP" : id),
    };
  }
});

const say = (lng: string, filters: Filter[]) => ruleSentence(filters, words[lng] as RuleWords);

describe("a rule as a sentence", () => {
  it("reads in English", () => {
    expect(say("en", RULE)).toBe(
      "People whose city is one of Oslo, Rome, and (who did “pay” at least 2 times in the last 30 days, or except " +
        "those (who are in “VIP”, and who did “refund” (amount more than 10))), and who did “cart”, then “pay” or " +
        "anything within 2 hours from 2025-01-01 to 2025-01-31, and who last did “visit” between 3 and 7 days ago, " +
        "and who did not do “pay” in the 7 days before",
    );
    expect(say("en", [])).toBe("Everybody");
  });

  it("reads in Chinese", () => {
    expect(say("zh-CN", RULE)).toBe(
      "属性 city 属于 Oslo、Rome，且（最近 30 天做过“pay”至少 2 次，或不符合（在分群“VIP”中，且做过“refund”（amount 大于 10）））" +
        "，且2025-01-01 至 2025-01-31 依次做过“cart” → “pay”或任意事件（首尾相隔 2 小时以内）" +
        "，且最近一次做“visit”距今介于 3 至 7 天，且此前 7 天内没有做过“pay”的用户",
    );
    expect(say("zh-CN", [])).toBe("所有用户");
  });

  it("says who did nothing of the kind in one way", () => {
    const never: Did = { did: { event: "pay" }, op: "=", value: 0 };
    const denied: Filter = { not: { did: { event: "pay" }, op: ">=", value: 1 } };
    expect(say("en", [never])).toBe(say("en", [denied]));
  });
});

describe("a rule in the editor", () => {
  it("comes back from its address and from the server as it was", () => {
    expect(filtersFrom(decode(encode(RULE)))).toEqual(RULE);
    const question = asQuestion({ kind: "people", range: { last: 1, unit: "day" }, who: RULE });
    expect(question).toEqual(withRule(null, RULE));
    expect(ruleOf({ question: question as never, address: null })).toEqual(RULE);
  });

  it("keeps every filter through its view", () => {
    for (const filter of RULE) expect(filterOf(viewOf(filter))).toEqual(filter);
    expect(countConditions(RULE)).toBe(7);
    expect(completeFilters(RULE)).toEqual(RULE);
  });

  it("leaves out what is not finished, also inside of what was done", () => {
    const half: Filter[] = [
      { property: "", op: "in" },
      { and: [{ segment: "" }, { segment: "seg_1" }] },
      {
        did: { event: "a", or: [{ event: "b", filters: [{ property: "", op: "in" }] }] },
        op: ">=",
        value: 1,
      },
      { did: { event: "a" }, op: "between", value: [1, null] },
      { did: { event: "a" }, measure: "sum", op: ">", value: 1 },
    ];
    expect(completeFilters(half)).toEqual([
      { and: [{ segment: "seg_1" }] },
      { did: { event: "a", or: [{ event: "b" }] }, op: ">=", value: 1 },
    ]);
    expect(placeIn(half, "0.and.0.segment")).toBe("1.and.1.segment");
    expect(placeIn(half, "1.did.event")).toBe("2.did.event");
    expect(placeIn([{ not: { or: half } }], "0.not.or.1.value")).toBe("0.not.or.2.value");
    expect(placeIn(half, "7.value")).toBe("7.value");
  });

  it("drops what a new measure or comparison knows nothing of", () => {
    const sum: Did = {
      did: { event: "a" },
      measure: "sum",
      property: "x",
      op: "between",
      value: [2, 5],
      within: { before: { value: 1, unit: "day" } },
    };
    expect(withMeasure(sum, "days_since_last")).toEqual({
      did: { event: "a" },
      measure: "days_since_last",
      op: "between",
      value: [2, 5],
    });
    expect(withDidOp(sum, ">=").value).toBe(2);
    expect(withDidOp({ did: { event: "a" }, op: ">=", value: 3 }, "between").value).toEqual([3, null]);
  });

  it("asks who would enter and leave by another rule", () => {
    const { enter, leave } = movesBetween("seg_1", [{ segment: "seg_2" }]);
    expect(enter.who).toEqual([{ segment: "seg_2" }, { not: { segment: "seg_1" } }]);
    expect(leave?.who).toEqual([{ segment: "seg_1" }, { not: { and: [{ segment: "seg_2" }] } }]);
    expect(movesBetween("seg_1", []).leave).toBeNull();
  });
});

describe("a list of ids", () => {
  it("names its columns by the first line", () => {
    expect(columnsIn('\uFEFF"user, id";note\n1;2')).toEqual(["user, id", "note"]);
    expect(columnsIn("a,b\r\n1,2")).toEqual(["a", "b"]);
    expect(columnsIn("")).toEqual([]);
  });
});
