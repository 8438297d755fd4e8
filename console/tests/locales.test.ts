/** Both languages are complete, and every key the code asks for exists. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") out.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) out.set(inner, text);
  }
  return out;
}

/** Chinese has one plural form, English two: compare without the suffix. */
/** The server says its errors in English: only the other language has words of its own for them. */
const own = (key: string) => !key.startsWith("errors.");
const base = (key: string) => key.replace(/_(one|other)$/, "");
const texts = { en: flat(en), zh: flat(zh) };
const keys = { en: new Set([...texts.en.keys()].map(base)), zh: new Set([...texts.zh.keys()].map(base)) };

const SRC = resolve(import.meta.dirname, "../src");
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(ts|tsx)$/.test(file) && !file.startsWith("contract"))
  .map((file) => readFileSync(join(SRC, file), "utf8"));

const literal = new Set(
  sources.flatMap((text) => [...text.matchAll(/\bt\(\s*"([^"]+)"/g)].map((m) => m[1] ?? "")),
);
const prefixes = new Set(
  sources.flatMap((text) => [...text.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)].map((m) => m[1] ?? "")),
);

const slots = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]))].sort();

describe("locales", () => {
  it("have the same keys", () => {
    expect([...keys.en].filter((key) => !keys.zh.has(key))).toEqual([]);
    expect([...keys.zh].filter((key) => own(key) && !keys.en.has(key))).toEqual([]);
  });

  it("have no empty text", () => {
    for (const language of [texts.en, texts.zh]) {
      expect([...language].filter(([, text]) => text.trim() === "")).toEqual([]);
    }
  });

  it("fill the same slots", () => {
    const zhByBase = new Map([...texts.zh].map(([key, text]) => [base(key), text]));
    const wrong = [...texts.en].filter(([key, text]) => {
      const other = zhByBase.get(base(key)) ?? "";
      return key.endsWith("_one")
        ? slots(text).some((slot) => !slots(other).includes(slot))
        : JSON.stringify(slots(text)) !== JSON.stringify(slots(other));
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it("have words for every error the server knows", () => {
    const server = resolve(import.meta.dirname, "../../src/yunying");
    const codes = readdirSync(server, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".py") && !file.startsWith("cli"))
      .flatMap((file) => {
        const text = readFileSync(join(server, file), "utf8");
        return [...text.matchAll(/\b(?:Refused|NotFound|Denied|TooMany|Failed)\(\s*"([a-z_]+)"/g)].map(
          (m) => m[1] ?? "",
        );
      });
    expect(codes.length).toBeGreaterThan(10);
    expect([...new Set(codes)].filter((code) => !texts.zh.has(`errors.${code}`)).sort()).toEqual([]);
  });

  it("set Chinese with Chinese marks", () => {
    const wrong = [...texts.zh].filter(([, text]) => /\p{Script=Han}\s*[,;?!:](?!\/)/u.test(text));
    expect(wrong).toEqual([]);
  });

  it("write Chinese in Chinese", () => {
    const latin = [...texts.zh].filter(
      ([, text]) => !/\p{Script=Han}/u.test(text.replace(/\{\{\w+\}\}/g, "")),
    );
    const names = /\{\{\w+\}\}|Webhook|Slack|Telegram|STARTTLS/g;
    const asIs = latin.filter(([, text]) => /[A-Za-z]{4,}/.test(text.replace(names, "")));
    expect(asIs).toEqual([]);
  });

  it("hold every key the code asks for", () => {
    expect(literal.size).toBeGreaterThan(40);
    expect([...literal].filter((key) => !keys.en.has(key))).toEqual([]);
  });

  it("hold something under every prefix the code builds keys from", () => {
    const all = [...keys.en];
    expect([...prefixes].filter((prefix) => !all.some((key) => key.startsWith(prefix)))).toEqual([]);
  });
});
