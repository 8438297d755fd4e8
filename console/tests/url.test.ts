import { describe, expect, it } from "vitest";
import { changed, decode, encode, escapeQuery, paths } from "../src/base/url";

const VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  -1.5,
  1e30,
  1e-9,
  "",
  "purchase",
  "A_SUBMITTED",
  "123",
  "-5",
  "007",
  "with space",
  "it's 100% !important",
  "a:b,c(d)e'f!g",
  "购买 & 支付",
  "emoji 🎉",
  "true",
  "null",
  [],
  {},
  [[], {}, [null]],
  {
    kind: "trend",
    series: [{ event: "购买", measure: "people" }],
    range: { from: "2011-01-01", to: "2011-03-31" },
  },
  { "strange key's": { "": [1, "2", null, true] }, __proto__x: 1 },
];

describe("rison", () => {
  it.each(VALUES.map((value) => [JSON.stringify(value), value]))("keeps %s", (_, value) => {
    const text = encode(value);
    expect(decode(text)).toEqual(value);
    expect(decode(new URLSearchParams(`q=${escapeQuery(text)}`).get("q") ?? "")).toEqual(value);
  });

  it("keeps random values", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const make = (depth: number): unknown => {
      const kind = random(depth > 3 ? 5 : 7);
      if (kind === 0) return null;
      if (kind === 1) return random(2) === 1;
      if (kind === 2) return random(100000) / 8 - 500;
      if (kind < 5)
        return Array.from({ length: random(8) }, () => String.fromCodePoint(33 + random(300))).join("");
      if (kind === 5) return Array.from({ length: random(4) }, () => make(depth + 1));
      return Object.fromEntries(
        Array.from({ length: random(4) }, (_, i) => [`k${i}${random(9)}`, make(depth + 1)]),
      );
    };
    for (let i = 0; i < 500; i += 1) {
      const value = make(0);
      expect(decode(encode(value))).toEqual(value);
    }
  });

  it("is readable for a plain question", () => {
    expect(encode({ kind: "trend", series: [{ event: "purchase" }] })).toBe(
      "(kind:trend,series:!((event:purchase)))",
    );
  });

  it.each(["", "(", "(a", "(a:", "!x", "'open", "(a:1)x", "!(1,", "1e999"])("refuses %s", (text) => {
    expect(() => decode(text)).toThrow(SyntaxError);
  });
});

describe("addresses", () => {
  it("escape names", () => {
    expect(paths.event("p1", "加购/清空 100%")).toBe(`/p/p1/events/${encodeURIComponent("加购/清空 100%")}`);
  });

  it("change some parameters and keep the rest", () => {
    expect(changed("?a=1&b=2", { b: 3, c: "x y" })).toBe("?a=1&b=3&c=x%20y");
    expect(changed("?a=1", { a: null })).toBe("");
  });
});
