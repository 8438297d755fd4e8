import { describe, expect, it } from "vitest";
import { bytes, changeOf, exact, money, rate, short, shortMoney } from "../src/base/format/number";
import { sealedText } from "../src/base/format/sealed";
import { ago, bucket, day, duration, moment, today } from "../src/base/format/time";
import { valueText } from "../src/base/format/value";

describe("figures", () => {
  it("are exact with thousands separated", () => {
    expect(exact(12345, "en")).toBe("12,345");
    expect(exact(12345.678, "en")).toBe("12,345.68");
    expect(exact(0.000123456, "en")).toBe("0.000123");
    expect(exact(0, "en")).toBe("0");
    expect(exact(null, "en")).toBe("–");
    expect(exact(Number.NaN, "en")).toBe("–");
  });

  it.each([
    [0, "0", "0"],
    [987, "987", "987"],
    [9876, "9,876", "9,876"],
    [12345, "12.3K", "1.23 万"],
    [99996, "100K", "10 万"],
    [999_999, "1M", "100 万"],
    [1_234_567, "1.23M", "123 万"],
    [99_999_999, "100M", "1 亿"],
    [340_000_000, "340M", "3.4 亿"],
    [-12345, "-12.3K", "-1.23 万"],
  ])("are short in tiles: %d", (value, en, zh) => {
    expect(short(value, "en")).toBe(en);
    expect(short(value, "zh-CN")).toBe(zh);
  });

  it("say rates with one decimal and money with its currency", () => {
    expect(rate(0.12345, "en")).toBe("12.3%");
    expect(rate(1, "zh-CN")).toBe("100.0%");
    expect(money(1234.5, "CNY", "en")).toBe("CN¥1,234.50");
    expect(shortMoney(-12345, "EUR", "en")).toBe("-€12.3K");
    expect(shortMoney(12345, "CNY", "zh-CN")).toBe("¥1.23 万");
    expect(bytes(1536, "en")).toBe("1.5 KB");
  });

  it("say how they changed", () => {
    expect(changeOf(110, 100)).toEqual({ direction: "up", ratio: 0.1 });
    expect(changeOf(0, 100)).toEqual({ direction: "down", ratio: -1 });
    expect(changeOf(5, 0)).toEqual({ direction: "up", ratio: null });
    expect(changeOf(0, 0)).toEqual({ direction: "same", ratio: 0 });
    expect(changeOf(5, null)).toBeNull();
  });
});

describe("moments", () => {
  it("are in the project's zone", () => {
    expect(moment("2011-01-02T20:30:00Z", "Asia/Shanghai", "en")).toBe("3 Jan 2011, 04:30");
    expect(moment("2011-01-02T20:30:00Z", "Asia/Shanghai", "zh-CN")).toBe("2011年1月3日 04:30");
    expect(today("Asia/Kolkata", new Date("2026-01-01T18:31:00Z"))).toBe("2026-01-02");
  });

  it("leave days of the zone as they are", () => {
    expect(day("2011-01-02", "America/Los_Angeles", "en")).toBe("2 Jan 2011");
    expect(bucket("2011-01-01", "month", "America/Los_Angeles", "zh-CN")).toBe("2011年1月");
    expect(bucket("2011-01-02T05:00:00", "hour", "America/Los_Angeles", "en")).toContain("05:00");
  });

  it("show what cannot be read as it stands", () => {
    expect(day("soon", "UTC", "en")).toBe("soon");
  });

  it("say durations in words", () => {
    expect(duration(0, "en")).toBe("0 seconds");
    expect(duration(0.25, "en")).toBe("0.25 seconds");
    expect(duration(61, "en")).toBe("1 minute 1 second");
    expect(duration(3600, "zh-CN")).toBe("1小时");
    expect(duration(90_000, "en")).toBe("1 day 1 hour");
    expect(duration(null, "en")).toBe("–");
  });

  it("say how long ago", () => {
    expect(ago("2026-01-01T00:00:00Z", "en", new Date("2026-01-01T02:00:00Z"))).toBe("2 hours ago");
  });
});

describe("values", () => {
  const own = (value: string) => ({ $stage_new: "New" })[value] ?? value;
  const words = { notSet: "not set", other: "others", yes: "yes", no: "no", own };
  it("have words for nothing, the rest and truth", () => {
    expect(valueText(null, words, "UTC", "en")).toBe("not set");
    expect(valueText("$other", words, "UTC", "en")).toBe("others");
    expect(valueText(true, words, "UTC", "en")).toBe("yes");
    expect(valueText(1234, words, "UTC", "en")).toBe("1,234");
    expect(valueText("2011-01-02T20:30:00Z", words, "UTC", "en")).toBe("2 Jan 2011, 20:30");
    expect(valueText("007", words, "UTC", "en")).toBe("007");
    expect(valueText("$stage_new", words, "UTC", "en")).toBe("New");
    expect(valueText("$9.90", words, "UTC", "en")).toBe("$9.90");
  });
});

describe("sealed values", () => {
  const words = { notSet: "–", other: "…", yes: "y", no: "n", own: (value: string) => value };
  it("are read as their mask", () => {
    expect(sealedText("sealed:138****5678:abc-_9")).toBe("138****5678");
    expect(sealedText("sealed::abc")).toBe("");
    expect(sealedText("sealed:abc")).toBeNull();
    expect(sealedText("138****5678")).toBeNull();
    expect(sealedText(138)).toBeNull();
    expect(valueText("sealed:王*:abc", words, "Asia/Shanghai", "zh-CN")).toBe("王*");
  });
});
