import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";
import {
  completeTrait,
  EVENT_MEASURES,
  NUMBER_MEASURES,
  ofProperty,
  type RuleWords,
  traitFrom,
  traitSentence,
  VALUES_MEASURES,
  withTraitMeasure,
} from "../src/base/question";
import { decode, encode } from "../src/base/url";
import type { Computed } from "../src/contract";
import { binFilter, binWords } from "../src/rooms/people/traits/edit/bins";
import { slotLines } from "../src/rooms/people/traits/edit/slots";

const SPENT: Computed = {
  event: "pay",
  measure: "sum",
  property: "amount",
  range: { last: 90, unit: "day" },
};
const words: Record<string, RuleWords> = {};

beforeAll(async () => {
  for (const [lng, translation] of Object.entries({ en, "zh-CN": zh })) {
    const one = i18next.createInstance();
    await one.init({ lng, resources: { [lng]: { translation } }, interpolation: { escapeValue: false } });
    words[lng] = { t: one.t as TFunction, value: String, day: (day) => day, segment: (id) => id };
  }
});

describe("a trait", () => {
  it("is a sentence in both languages", () => {
    const say = (lng: string, trait: Computed) => traitSentence(trait, words[lng] as RuleWords);
    expect(say("en", SPENT)).toBe("sum of amount of “pay” in the last 90 days");
    expect(say("zh-CN", SPENT)).toBe("最近 90 天“pay”的 amount 总和");
    const silent: Computed = { event: null, measure: "days_since_last" };
    expect(say("en", silent)).toBe("days since somebody last did anything");
    expect(say("zh-CN", silent)).toBe("最近一次做任意事件距今的天数");
    for (const measure of [...EVENT_MEASURES, ...NUMBER_MEASURES, ...VALUES_MEASURES])
      for (const lng of ["en", "zh-CN"]) expect(say(lng, { ...SPENT, measure })).not.toContain("rule.trait");
  });

  it("goes through an address and comes from the server without what was left out", () => {
    expect(traitFrom(decode(encode(SPENT)))).toEqual(SPENT);
    const kept = { event: null, filters: [], or: [], measure: "count", property: null, range: null };
    expect(traitFrom(kept)).toEqual({ event: null, measure: "count" });
    expect(() => traitFrom({ event: "pay", measure: "magic" })).toThrow(TypeError);
  });

  it("keeps its property where the measure is of one", () => {
    expect(ofProperty("days")).toBe(false);
    expect(withTraitMeasure(SPENT, "distinct", true)).toEqual({ ...SPENT, measure: "distinct" });
    expect(withTraitMeasure(SPENT, "count", true)).not.toHaveProperty("property");
    const category: Computed = { event: "see", measure: "last", property: "category" };
    expect(withTraitMeasure(category, "sum", false)).toEqual({ event: "see", measure: "sum" });
    expect(completeTrait(withTraitMeasure(category, "sum", false))).toBeNull();
  });

  it("leaves out conditions that are not finished", () => {
    const writing: Computed = { ...SPENT, filters: [{ property: "city", op: "in" }] };
    expect(completeTrait(writing)).toEqual(SPENT);
  });
});

describe("its editor", () => {
  it("has words and slots in the order of the language", () => {
    expect(slotLines("For each: <measure/>|of <event/>")).toEqual([
      [{ word: "For each:" }, { slot: "measure" }],
      [{ word: "of" }, { slot: "event" }],
    ]);
    for (const translation of [en, zh]) {
      const form = translation.traits.form;
      const slots = (text: string) =>
        slotLines(text)
          .flat()
          .flatMap((part) => ("slot" in part ? [part.slot] : []))
          .sort();
      expect(slots(form.events)).toEqual(["event", "measure", "when"]);
      expect(slots(form.property)).toEqual(["event", "measure", "property", "when"]);
    }
  });

  it("names bins by what is in them", () => {
    const format = {
      exact: (n: number | null | undefined) => String(n),
      day: (d: string | null | undefined) => String(d),
    };
    const say = (start: number | string, end: number | string | null, whole = true) =>
      binWords({ start, end, people: 1 }, whole, format);
    expect(say(0, 20)).toEqual({ way: "range", start: "0", end: "19" });
    expect(say(3, 4)).toEqual({ way: "one", start: "3" });
    expect(say(5, 5)).toEqual({ way: "one", start: "5" });
    expect(say(0, 2.5, false)).toEqual({ way: "below", start: "0", end: "2.5" });
    expect(say(100, null)).toEqual({ way: "more", start: "100" });
    expect(say("2026-02-28", "2026-03-02")).toEqual({ way: "range", start: "2026-02-28", end: "2026-03-01" });
  });

  it("opens who is in a bin", () => {
    const is = (op: string, value: number) => ({ property: "spent", scope: "person", op, value });
    expect(binFilter("spent", { start: 0, end: 10, people: 1 })).toEqual({ and: [is(">=", 0), is("<", 10)] });
    expect(binFilter("spent", { start: 10, end: null, people: 1 })).toEqual(is(">=", 10));
    expect(binFilter("spent", { start: 5, end: 5, people: 1 })).toEqual(is("=", 5));
    expect(binFilter("spent", { start: "2026-01-01", end: "2026-01-02", people: 1 })).toBeNull();
  });
});
