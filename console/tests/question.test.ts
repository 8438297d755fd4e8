import { describe, expect, it } from "vitest";
import {
  askable,
  convert,
  countConditions,
  defaultQuestion,
  filterOf,
  intervalFor,
  isComplete,
  likelyPath,
  missing,
  moved,
  questionFromText,
  questionToText,
  toCsv,
  viewOf,
} from "../src/base/question";
import type { Attribution, EventSummary, Filter, PropertySummary, Question } from "../src/contract";

const range = { last: 30, unit: "day" } as const;

const QUESTIONS: Question[] = [
  { kind: "trend", series: [{ event: null, measure: "people" }], interval: "day", range },
  {
    kind: "trend",
    series: [
      { event: "购买 & co", measure: "sum", property: "amount", name: "it's (100%)" },
      {
        event: "sign_up",
        measure: "events",
        filters: [{ property: "os", scope: "event", op: "in", value: ["ios"] }],
      },
    ],
    interval: "week",
    range: { from: "2011-01-01", to: "2011-03-31" },
    filters: [
      {
        or: [
          { property: "a", op: "is set" },
          { not: { and: [{ property: "b", op: "between", value: [1, 2.5] }] } },
        ],
      },
    ],
    breakdown: { property: "Country", scope: "person", top: 5 },
    compare: "previous",
  },
  {
    kind: "funnel",
    steps: [
      { event: "A_SUBMITTED" },
      { event: null, filters: [{ property: "x", op: "matches", value: "^a+$" }] },
    ],
    window: { value: 14, unit: "day" },
    range,
    breakdown: { property: "channel" },
    marked: true,
  },
  {
    kind: "retention",
    start: { event: "purchase" },
    return: { event: null },
    cohort: "every",
    interval: "month",
    range: { last: 2, unit: "month" },
    periods: 6,
  },
];

describe("a question in an address", () => {
  it.each(QUESTIONS.map((question) => [question.kind, question]))(
    "comes back the same: %s",
    (_, question) => {
      const text = questionToText(question as Question);
      expect(questionFromText(text)).toEqual(question);
      expect(questionFromText(new URLSearchParams(`q=${encodeURIComponent(text)}`).get("q"))).toEqual(
        question,
      );
    },
  );

  it.each([
    null,
    "",
    "nonsense",
    "(kind:trend)",
    "(kind:path,range:(last:1,unit:day))",
    "(kind:trend,series:!((event:!n,measure:weight)),interval:day,range:(last:1,unit:day))",
    "(kind:trend,series:x,interval:day,range:(last:1,unit:day))",
    "(kind:trend,series:!((event:!n,measure:people)),interval:day,range:(last:0,unit:day))",
  ])("is refused when it is none: %s", (text) => {
    expect(questionFromText(text)).toBeNull();
  });

  it("is refused when filters are nested without end", () => {
    let filter = "(property:a,op:'is set')";
    for (let i = 0; i < 12; i += 1) filter = `(not:${filter})`;
    const text = `(kind:trend,series:!((event:!n)),interval:day,range:(last:1,unit:day),filters:!(${filter}))`;
    expect(questionFromText(text)).toBeNull();
  });
});

describe("what can be asked", () => {
  const half: Filter[] = [
    { property: "", op: "in" },
    { property: "a", op: "in", value: [] },
    { property: "b", op: "=", value: 0 },
    { and: [{ property: "c", op: "between", value: [1, null] }] },
    {
      not: {
        or: [
          { property: "d", op: "is set" },
          { property: "e", op: ">" },
        ],
      },
    },
  ];

  it("leaves out conditions that are still being written", () => {
    const question = askable({ ...(QUESTIONS[0] as Question), filters: half } as Question);
    expect(JSON.parse(JSON.stringify(question.filters))).toEqual([
      { property: "b", op: "=", value: 0 },
      { not: { or: [{ property: "d", op: "is set" }] } },
    ]);
  });

  it("has no key for filters when none is left", () => {
    const question = askable({ ...(QUESTIONS[0] as Question), filters: half.slice(0, 2) } as Question);
    expect("filters" in question).toBe(false);
  });

  it("knows complete conditions", () => {
    expect(isComplete({ property: "a", op: "is not set" })).toBe(true);
    expect(isComplete({ property: "a", op: "=", value: false })).toBe(true);
    expect(isComplete({ property: "a", op: "=", value: "" })).toBe(false);
    expect(isComplete({ property: "a", op: "between", value: [0, 5] })).toBe(true);
  });

  it("names what is missing", () => {
    const question: Question = {
      kind: "trend",
      series: [{ event: null, measure: "sum" }],
      interval: "day",
      range,
    };
    expect(missing(question)).toEqual(["series.0.property"]);
    expect(missing(QUESTIONS[1] as Question)).toEqual([]);
  });
});

describe("filters in the editor", () => {
  it("are seen through their denials and go back the same", () => {
    const filter: Filter = { not: { or: [{ property: "a", op: "is set" }] } };
    expect(viewOf(filter)).toMatchObject({ kind: "group", joint: "or", denied: true });
    expect(filterOf(viewOf(filter))).toEqual(filter);
    expect(filterOf(viewOf({ not: filter }))).toEqual({ or: [{ property: "a", op: "is set" }] });
  });

  it("are counted through groups", () => {
    expect(countConditions((QUESTIONS[1] as Question).filters)).toBe(2);
    expect(countConditions(undefined)).toBe(0);
  });

  it("move in lists", () => {
    expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
    expect(moved([1, 2, 3], 2, 0)).toEqual([3, 1, 2]);
    expect(moved([1, 2, 3], 0, 9)).toEqual([1, 2, 3]);
  });
});

const event = (name: string, people: number): EventSummary => ({
  name,
  people,
  count: people * 2,
  first_seen: null,
  last_seen: null,
});

describe("first questions", () => {
  it("walk from a beginning to a purchase", () => {
    const events = [
      event("app_open", 100),
      event("sign_up", 90),
      event("add_to_cart", 40),
      event("pay_failed", 30),
      event("pay_order", 20),
    ];
    expect(likelyPath(events)).toEqual(["sign_up", "add_to_cart", "pay_order"]);
    expect(likelyPath([event("注册", 9), event("支付订单", 3)])).toEqual(["注册", "支付订单"]);
    expect(likelyPath([event("x", 1)])).toEqual(["x"]);
    expect(likelyPath([])).toEqual([]);
  });

  it("credit arrivals by channel: the project's own, else that of sessions", () => {
    const events = [event("look", 100), event("page_view", 95), event("visit", 90), event("pay_order", 20)];
    const text = (name: string) => ({ name, scope: "event", type: "text", mixed: false }) as PropertySummary;
    const sessions = [
      text("$channel"),
      text("$session_channel"),
      { ...text("$session_start"), type: "boolean" as const },
    ];
    const touched = (properties: PropertySummary[]) => {
      const { touches, breakdown } = defaultQuestion("attribution", events, range, properties) as Attribution;
      return { touches, by: breakdown && "property" in breakdown ? breakdown.property : null };
    };
    expect(touched([...sessions, text("utm_source")])).toEqual({
      touches: [{ event: "visit" }],
      by: "utm_source",
    });
    expect(touched(sessions)).toEqual({
      touches: [
        { event: null, filters: [{ property: "$session_start", scope: "event", op: "=", value: true }] },
      ],
      by: "$session_channel",
    });
    const named = { touches: [{ event: "visit" }], by: "entry" };
    expect(touched([text("entry"), text("$session_channel")])).toEqual(named);
    expect(touched(sessions.slice(1)).by).toBeNull();
    expect(touched([])).toEqual({ touches: [{ event: "page_view" }, { event: "visit" }], by: null });
  });

  it("keep events, filters and range when the kind changes", () => {
    const trend = QUESTIONS[1] as Question;
    const funnel = convert(trend, "funnel", []);
    expect(funnel).toMatchObject({
      kind: "funnel",
      steps: [{ event: "购买 & co" }, { event: "sign_up" }],
      range: trend.range,
    });
    expect(funnel.filters).toEqual(trend.filters);
    expect(convert(funnel, "retention", [])).toMatchObject({
      start: { event: "购买 & co" },
      return: { event: null },
    });
    expect(convert(trend, "trend", [])).toBe(trend);
  });

  it("take periods that fit the range", () => {
    expect(intervalFor(range)).toBe("day");
    expect(intervalFor({ from: "2026-01-01", to: "2026-03-31" })).toBe("week");
    expect(intervalFor({ last: 12, unit: "month" })).toBe("month");
    expect(defaultQuestion("retention", [], range)).toMatchObject({ interval: "day" });
  });
});

describe("marked events", () => {
  const question: Question = { ...(QUESTIONS[0] as Question), marked: true };

  it("stay asked for when the kind of question changes, and when it is asked", () => {
    for (const kind of ["trend", "funnel", "retention"] as const)
      expect(askable(convert(question, kind, [])).marked).toBe(true);
  });

  it("are left out unless the address says so", () => {
    expect(questionFromText(questionToText(question))?.marked).toBe(true);
    expect(questionFromText(questionToText(QUESTIONS[0] as Question))).not.toHaveProperty("marked");
  });
});

describe("CSV", () => {
  it("is quoted where needed and begins with a mark for Excel", () => {
    expect(
      toCsv(
        ["a", "b"],
        [
          ['x,"y"', null],
          [1.5, true],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n"x,""y""",\r\n1.5,true\r\n');
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])("does not let a spreadsheet run %s", (text) => {
    expect(toCsv(["v"], [[text]])).toContain(`'${text}`);
  });

  it("leaves negative numbers numbers", () => {
    expect(toCsv(["v"], [[-1]])).toBe("\uFEFFv\r\n-1\r\n");
  });
});
