/** The product's own names are known in both languages, and nothing else is renamed. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInstance } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";
import { eventName, propertyName } from "../src/base/names";

const i18n = createInstance();
const server = (path: string) =>
  readFileSync(resolve(import.meta.dirname, "../../src/yunying", path), "utf8");

beforeAll(() =>
  i18n.init({ lng: "zh-CN", resources: { en: { translation: en }, "zh-CN": { translation: zh } } }),
);

describe("names of the product's own", () => {
  it("has words for every context property the server keeps", () => {
    const context = /CONTEXT = \(([\s\S]*?)\)/.exec(server("collect/records.py"))?.[1] ?? "";
    const sessions = server("metrics/sessions.py");
    const derived = [...sessions.matchAll(/"(\$session_\w+)":/g)].map((match) => match[1] ?? "");
    const entry = /for name in \(([\s\S]*?)\)/.exec(sessions)?.[1] ?? "";
    const names = [
      ...[...context.matchAll(/"(\$\w+)"/g)].map((match) => match[1] ?? ""),
      ...derived,
      ...[...entry.matchAll(/"(\w+)"/g)].map((match) => `$session_${match[1]}`),
      "$host",
      "$referrer_host",
      "$click_id",
      "$click_source",
      "$events",
      "$first_seen",
      "$last_seen",
    ];
    expect(names.length).toBeGreaterThan(50);
    for (const lng of ["en", "zh-CN"]) {
      const t = i18n.getFixedT(lng);
      expect(names.filter((name) => propertyName(name, t) === name)).toEqual([]);
    }
  });

  it("names reserved events", () => {
    const t = i18n.getFixedT("zh-CN");
    expect(["$pageview", "$screen", "$pageleave", "$profile"].map((name) => eventName(name, t))).toEqual([
      "页面浏览",
      "屏幕浏览",
      "离开页面",
      "用户资料",
    ]);
  });

  it("leaves every other name as it was sent", () => {
    const t = i18n.getFixedT("zh-CN");
    for (const name of ["url", "order paid", "$mine", "$constructor", "$a.b", "$url:x", "", "$"])
      expect(propertyName(name, t)).toBe(name);
  });
});
