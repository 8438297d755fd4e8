/** What every kind of question promises, asked of each of them. */
import { describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";
import {
  askable,
  asQuestion,
  breakdownsOf,
  convert,
  defaultQuestion,
  eventsOf,
  KIND_GROUPS,
  KINDS,
  kindOf,
  missing,
  questionFromText,
  questionToText,
  sentence,
  withBreakdowns,
} from "../src/base/question";
import type { EventSummary, PropertySummary, Question } from "../src/contract";

const range = { last: 30, unit: "day" } as const;
const event = (name: string, people: number): EventSummary => ({
  name,
  people,
  count: people * 2,
  first_seen: null,
  last_seen: null,
});
const EVENTS = [event("sign_up", 90), event("add_to_cart", 40), event("pay_order", 20)];
const PROPERTIES = [
  { name: "amount", scope: "event", type: "number" },
  { name: "$session_channel", scope: "event", type: "text" },
] as unknown as PropertySummary[];

const t = ((key: string) => key) as never;
const has = (texts: unknown, path: string): boolean =>
  path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], texts) !==
  undefined;

describe.each(KINDS.map((kind) => [kind]))("%s", (kind) => {
  const fresh = defaultQuestion(kind, EVENTS, range, PROPERTIES);

  it("can be asked as it begins", () => {
    expect(fresh.kind).toBe(kind);
    expect(missing(fresh)).toEqual([]);
  });

  it("goes through an address and comes back the same", () => {
    expect(questionFromText(questionToText(fresh))).toEqual(JSON.parse(JSON.stringify(fresh)));
  });

  it("is what is asked when nothing is unfinished", () => {
    expect(JSON.parse(JSON.stringify(askable(fresh)))).toEqual(JSON.parse(JSON.stringify(fresh)));
  });

  it("keeps what all kinds share", () => {
    const shared = {
      ...fresh,
      filters: [{ property: "os", op: "=" as const, value: "ios" }],
      compare: { days: 28 },
      marked: true as const,
    };
    const back = asQuestion(JSON.parse(JSON.stringify(shared)));
    expect(back).toMatchObject({ filters: shared.filters, compare: { days: 28 }, marked: true });
    const trend = convert(back, kind === "trend" ? "funnel" : "trend", EVENTS, PROPERTIES);
    expect(trend).toMatchObject({ filters: shared.filters, marked: true, compare: { days: 28 } });
  });

  it("keeps options that the console does not know", () => {
    expect(asQuestion({ ...fresh, something_new: 7 })).toMatchObject({ something_new: 7 });
  });

  it("has words in both languages", () => {
    expect(sentence(fresh, t)).not.toBe("");
    for (const word of ["name", "answers"])
      for (const texts of [en, zh]) expect(has(texts, `kinds.${kind}.${word}`)).toBe(true);
  });

  it("is broken down as far as it says", () => {
    const broken = withBreakdowns(fresh, [{ property: "os", top: 3 }]);
    const next = convert({ ...broken, kind } as Question, kind === "funnel" ? "trend" : "funnel", EVENTS);
    expect(breakdownsOf(next).length).toBe(1);
    expect(kindOf(kind).breakdowns).toBeLessThanOrEqual(3);
  });
});

describe("the list of kinds", () => {
  it("offers each of them once, in groups that have names", () => {
    expect(new Set(KINDS).size).toBe(KINDS.length);
    for (const group of KIND_GROUPS) expect(has(en, `kinds.group.${group.key}`)).toBe(true);
  });
});

describe("changing the kind", () => {
  it("does not press many events into a question about one", () => {
    const funnel = defaultQuestion("funnel", EVENTS, range);
    expect(eventsOf(convert(funnel, "lifecycle", EVENTS))).toEqual([null]);
    const one: Question = {
      kind: "trend",
      series: [{ event: "pay_order", measure: "people" }],
      interval: "day",
      range,
    };
    expect(eventsOf(convert(one, "frequency", EVENTS))).toEqual(["pay_order"]);
  });
});

describe("what people did, as a filter", () => {
  const did = {
    did: { event: "pay_order" },
    op: ">=" as const,
    value: 2,
    within: { before: { value: 7, unit: "day" as const } },
  };

  it("goes through an address", () => {
    const question = { ...defaultQuestion("trend", EVENTS, range), filters: [did, { segment: "seg_1" }] };
    expect(questionFromText(questionToText(question))?.filters).toEqual([did, { segment: "seg_1" }]);
  });

  it("is not asked before it says how often", () => {
    const { value: _, ...half } = did;
    const question = { ...defaultQuestion("trend", EVENTS, range), filters: [half, { segment: "" }] };
    expect(askable(question).filters).toBeUndefined();
  });
});

describe("events that count as the same", () => {
  it("are kept, with their own filters as far as these are finished", () => {
    const question: Question = {
      kind: "funnel",
      steps: [
        {
          event: "a",
          or: [
            {
              event: "b",
              filters: [
                { property: "x", op: "=", value: 1 },
                { property: "", op: "in" },
              ],
            },
          ],
        },
        { event: "c" },
      ],
      window: { value: 1, unit: "day" },
      range,
    };
    const asked = askable(question) as typeof question;
    expect(asked.steps[0]?.or).toEqual([{ event: "b", filters: [{ property: "x", op: "=", value: 1 }] }]);
  });
});
