/** Metrics: in words, in figures, over periods, and as pictures. */
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import { daysBefore, metricDoors, metricSentence, sliceFilters, writtenBy } from "../src/base/metrics";
import { lastWholeDay } from "../src/base/metrics/periods";
import type { DefinedMetric, MetricBody, MetricValues } from "../src/contract";
import { asShape, isKey, keyFrom, retyped, TYPES, whole, withType } from "../src/rooms/metrics/edit/draft";
import { placeOf as fieldOf } from "../src/rooms/metrics/edit/errors";
import { found, tagsOf } from "../src/rooms/metrics/find";
import { metricCurves, partRows } from "../src/rooms/metrics/page/model";
import { placeOf, waterfall } from "../src/ui/explain/waterfall";
import { chanceWords } from "../src/ui/explain/words";

const t = i18next.t.bind(i18next);
beforeAll(() => i18next.init({ lng: "en", resources: { en: { translation: en } } }));

const words = { t, value: String, day: String, segment: String, named: (key: string) => `«${key}»` };
const names = { zh: "成交额", en: "GMV" };
const body = (is: unknown, more: object = {}): MetricBody => ({ name: names, is, ...more }) as MetricBody;

describe("in words", () => {
  it("says how each type is computed", () => {
    const say = (is: unknown, more?: object) => metricSentence(body(is, more), words);
    expect(say({ type: "count", event: "pay" })).toBe("How often “pay” happened");
    expect(say({ type: "people", event: "pay", first_ever: true })).toContain("for the first time ever");
    expect(say({ type: "percentile", event: "pay", property: "amount", at: 95 })).toBe(
      "95th percentile of amount of “pay”",
    );
    expect(say({ type: "ratio", of: "gmv", by: "payers" })).toBe("«gmv» divided by «payers»");
    expect(say({ type: "formula", formula: "(gmv - refunds) / 2" })).toBe("(«gmv» - «refunds») / 2");
    expect(
      say({ type: "conversion", steps: [{ event: "a" }, { event: "b" }], window: { value: 1, unit: "day" } }),
    ).toBe("Share of those who did “a” that went on to “b” within 1 day");
    const filters = [{ property: "city", op: "=", value: "Rome" }];
    expect(say({ type: "count", event: "pay" }, { filters })).toBe(
      "How often “pay” happened, where city is Rome",
    );
  });

  it("names whose people a door opens", () => {
    const trend = {
      kind: "trend",
      range: { last: 7, unit: "day" },
      interval: "day",
      series: [{ event: "pay", measure: "people" }],
    };
    const [door] = metricDoors([trend], ["series=0"], t);
    expect(door?.name).toContain("pay");
    expect(metricDoors([trend, { kind: "nothing" }], [null, "series=0"], t)).toEqual([]);
  });

  it("says how probable chance alone is", () => {
    expect(chanceWords(0.0002, t)).toContain("1,000");
    expect(chanceWords(0.04, t)).toContain("20");
  });
});

describe("in figures", () => {
  const format = {
    rate: (value: number) => `${(100 * value).toFixed(1)}%`,
    exact: (value: number) => String(value),
    short: (value: number) => String(value),
    money: (value: number, currency: string) => `${currency} ${value}`,
    shortMoney: (value: number, currency: string) => `${currency} ${value}`,
  } as unknown as Parameters<typeof writtenBy>[1];

  it("writes values and differences by the unit", () => {
    const share = writtenBy({ unit: "share" }, format, t, "CNY");
    expect([share.exact(0.25), share.change(-0.02), share.change(null)]).toEqual(["25.0%", "−2 pp", "–"]);
    expect(writtenBy({ unit: "money" }, format, t, "CNY").change(5)).toBe("+CNY 5");
    expect(writtenBy({ unit: "money", currency: "USD" }, format, t, "CNY").exact(5)).toBe("USD 5");
  });
});

describe("periods", () => {
  it("puts as many days beside, weeks on the same weekday, months on the same day", () => {
    const week = { from: "2026-03-09", to: "2026-03-15" };
    expect(daysBefore(week)).toEqual({ from: "2026-03-02", to: "2026-03-08" });
    expect(daysBefore({ from: "2026-03-02", to: "2026-03-11" }, "week")).toEqual({
      from: "2026-02-16",
      to: "2026-02-25",
    });
    expect(daysBefore({ from: "2026-03-01", to: "2026-04-30" }, "month")).toEqual({
      from: "2026-01-01",
      to: "2026-02-28",
    });
  });

  it("waits for the day of the newest event while events still come", () => {
    expect(lastWholeDay("2026-03-10", "2026-03-10")).toBe("2026-03-09");
    expect(lastWholeDay("2026-03-09", "2026-03-10")).toBe("2026-03-08");
    expect(lastWholeDay("2026-01-09", "2026-03-10")).toBe("2026-01-09");
    expect(lastWholeDay(null, "2026-03-10")).toBe("2026-03-09");
  });
});

describe("the list", () => {
  const one = (key: string, metric: object) => ({ key, metric: { name: names, ...metric } }) as DefinedMetric;
  const all = [
    one("gmv", { tags: ["money"], owner: "Ann" }),
    one("dau", { name: { zh: "日活", en: "DAU" } }),
  ];
  it("is searched by names in both languages, by owner and by tags", () => {
    expect(found(all, "日活", []).map((each) => each.key)).toEqual(["dau"]);
    expect(found(all, "ann", ["money"]).map((each) => each.key)).toEqual(["gmv"]);
    expect(found(all, "", ["other"])).toEqual([]);
    expect(tagsOf(all)).toEqual(["money"]);
  });
});

const row = (bucket: string, breakdown: string | null, value: number) => ({
  bucket,
  breakdown,
  value,
  complete: true,
  addresses: ["series=0"],
});
const values = (rows: ReturnType<typeof row>[]): MetricValues =>
  ({ rows, totals: [{ breakdown: "a", value: 3, addresses: [] }], doors: [] }) as unknown as MetricValues;

describe("a picture", () => {
  it("has one line with the earlier values by place, or one line a part", () => {
    const now = values([row("d1", null, 1), row("d2", null, 2)]);
    const before = values([row("c1", null, 5), row("c2", null, 6)]);
    const whole = metricCurves(now, before, () => "GMV", false, false);
    expect(whole.buckets).toEqual(["d1", "d2"]);
    expect(whole.lines[0]?.points.map((point) => point.previous)).toEqual([5, 6]);
    const parts = values([row("d1", "a", 1), row("d1", "b", 2)]);
    expect(metricCurves(parts, undefined, String, true, false).lines.map((line) => line.name)).toEqual([
      "a",
      "b",
    ]);
    expect(partRows(parts, before)[0]?.before?.value).toBe(3);
  });
});

describe("a change", () => {
  const part = (value: string, contribution: number) => ({
    value,
    contribution,
    before: 0,
    now: 0,
    mix: null,
    rate: null,
  });

  it("ends exactly at the later value", () => {
    const parts = [part("a", -0.1), part("b", -0.2), part("c", 0.1)];
    const few = waterfall(1, 0.8, parts, 10);
    expect([few.steps.at(-1)?.to, few.rest]).toEqual([0.8, null]);
    const most = waterfall(1, 0.8, parts, 2);
    expect(most.steps).toHaveLength(1);
    expect([most.rest?.count, most.rest?.to]).toEqual([2, 0.8]);
    expect(most.rest?.contribution).toBeCloseTo(-0.1);
    expect(placeOf(1, few)).toBeLessThan(100);
    expect(placeOf(5, { low: 5, high: 5 })).toBe(50);
  });

  it("asks for a slice by its values", () => {
    expect(sliceFilters({ city: "Rome", plan: null })).toEqual([
      { property: "city", op: "=", value: "Rome" },
      { property: "plan", op: "is not set" },
    ]);
    expect(sliceFilters({ city: "$other" })).toBeNull();
  });
});

describe("the editor", () => {
  const count = asShape({ type: "count", event: "pay", filters: [{ property: "", op: "=" }] });

  it("keeps events when the type changes, and the unit unless it was the type's", () => {
    const made = retyped(body(count), "conversion", "open");
    expect(made.unit).toBe("share");
    expect(made.is).toMatchObject({ type: "conversion", steps: [{ event: "pay" }, { event: null }] });
    expect(retyped(body(count, { unit: "money" }), "people", null).unit).toBe("money");
    for (const type of TYPES) expect(withType(count, type, null).type).toBe(type);
  });

  it("leaves out what is still being written", () => {
    expect(whole(body(count))?.is).toEqual({ type: "count", event: "pay" });
    expect(whole(body(asShape({ type: "sum", event: "pay", property: "" })))).toBeNull();
    expect(whole(body(asShape({ type: "ratio", of: "a", by: "" })))).toBeNull();
  });

  it("makes keys from English names", () => {
    expect(keyFrom("30-day Paying people!")).toBe("day_paying_people");
    expect([isKey("gmv"), isKey("Gmv"), isKey("new")]).toEqual([true, false, false]);
  });

  it("finds the field that the server names", () => {
    expect(fieldOf("metrics.gmv.is.sum.property")).toBe("is.property");
    expect(fieldOf("body.metric.name.zh")).toBe("name.zh");
    expect(fieldOf("metrics.gmv.is.of")).toBe("is.of");
  });
});
