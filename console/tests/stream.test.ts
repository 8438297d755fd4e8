/** The pages about arriving data: the live stream, the light, refusals as a table, health as a sentence. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../src/base/i18n/locales/en";
import zh from "../src/base/i18n/locales/zh-CN";
import type { DataHealth, LiveItem, ReasonCount, SourceHealth } from "../src/contract";
import { overallOf, points, volumeChange } from "../src/rooms/data/health/overall";
import { LIMIT, merged, shown, since } from "../src/rooms/data/live/stream";
import { downloadPath } from "../src/rooms/data/quarantine/download";
import { matrixOf } from "../src/rooms/data/quarantine/matrix";
import { KINDS, snippets } from "../src/rooms/data/sources/snippets";
import { readable, tidy } from "../src/rooms/data/stream/json";
import { refusedShare, TONE } from "../src/rooms/data/stream/light";
import { untilWell } from "../src/rooms/data/stream/queries";

const ROOT = resolve(import.meta.dirname, "../..");

const item = (position: number, place = 0, status: LiveItem["status"] = "stored"): LiveItem => ({
  position,
  place,
  status,
  received_at: "2026-01-01T00:00:00Z",
  source: "Web",
  protocol: "own",
  event: "e",
  distinct_id: "u",
  time: null,
  event_id: null,
  profile: false,
  code: null,
  message: null,
});
const page = (items: LiveItem[], position = items[0]?.position ?? 0) => ({
  position,
  processed: position,
  items,
});
const keys = (items: readonly LiveItem[]) => items.map((one) => `${one.position}.${one.place}`);

describe("the live stream", () => {
  it("puts pages together, newest first, each record once and as it is now", () => {
    const first = merged(undefined, page([item(2, 1, "waiting"), item(2, 0, "waiting"), item(1)]));
    const next = merged(first, page([item(3), item(2, 1), item(2, 0, "refused")]));
    expect(keys(next.items)).toEqual(["3.0", "2.1", "2.0", "1.0"]);
    expect(next.items.map((one) => one.status)).toEqual(["stored", "stored", "refused", "stored"]);
  });

  it("asks again for what was still waiting, and only for later ones when nothing was", () => {
    expect(since(undefined)).toBeNull();
    expect(since(merged(undefined, page([item(9), item(4)])))).toBe(9);
    expect(since(merged(undefined, page([item(9), item(4, 0, "waiting"), item(3)])))).toBe(3);
    expect(since(merged(undefined, page([], 7)))).toBe(7);
  });

  it("keeps no more than the server gives at once", () => {
    const many = merged(undefined, page(Array.from({ length: LIMIT + 50 }, (_, i) => item(1000 - i))));
    expect(many.items).toHaveLength(LIMIT);
    expect(many.items[0]?.position).toBe(1000);
  });

  it("does not move while it is held, but says what came and what became of what is shown", () => {
    const held = [item(2, 0, "waiting"), item(1)];
    const stream = merged(undefined, page([item(4), item(3), item(2), item(1)]));
    const now = shown(stream, held);
    expect(keys(now.items)).toEqual(["2.0", "1.0"]);
    expect(now.items[0]?.status).toBe("stored");
    expect(now.fresh).toBe(2);
    expect(shown(stream, null)).toEqual({ items: stream.items, fresh: 0 });
    expect(shown(stream, []).fresh).toBe(4);
  });
});

const source = (name: string, state: SourceHealth["state"], more: Partial<SourceHealth> = {}) =>
  ({
    id: name,
    name,
    kind: "api",
    debug: false,
    state,
    accepted: 0,
    refused: 0,
    usual: null,
    ...more,
  }) as SourceHealth;
const health = (state: DataHealth["state"], sources: SourceHealth[]) => ({ state, sources }) as DataHealth;

describe("the light", () => {
  it("is green only where a question counts the events", () => {
    expect(Object.entries(TONE).filter(([, tone]) => tone === "good")).toEqual([["ok", "good"]]);
  });

  it("is looked at every two seconds until all is well", () => {
    expect(untilWell(health("new", [source("a", "ok"), source("b", "new")]))).toBe(2000);
    expect(untilWell(health("ok", [source("a", "ok"), source("b", "archived")]))).toBe(15000);
    expect(untilWell(undefined)).toBe(false);
  });

  it("tells no share of nothing", () => {
    expect(refusedShare({ accepted: 0, refused: 0 })).toBeNull();
    expect(refusedShare({ accepted: 4, refused: 1 })).toBe(0.25);
  });
});

describe("a record as JSON", () => {
  it("says what the record says, its instants as times", () => {
    const record = {
      event: "e",
      properties: { a: null, b: 0, time: 5 },
      time: 1_767_225_600_000_000,
      sent: null,
      person: { set: {}, delete: false },
      links: [],
      profile: false,
    };
    expect(tidy(record)).toEqual({
      event: "e",
      properties: { a: null, b: 0, time: 5 },
      time: "2026-01-01T00:00:00.000Z",
      person: { set: {}, delete: false },
    });
    expect(tidy({ time: 5, event: null })).toEqual({ time: 5, event: null });
  });

  it("leaves text that is no JSON", () => {
    expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readable("data=abc")).toBe("data=abc");
  });
});

describe("the health of a project", () => {
  it("names whom the worst is about, and how many others are well", () => {
    const found = health("refused", [source("a", "ok"), source("b", "refused"), source("c", "archived")]);
    expect(overallOf(found)).toEqual({ state: "refused", names: ["b"], well: 1 });
  });

  it("is never well where nothing flows", () => {
    expect(overallOf(health("ok", [])).state).toBe("none");
    expect(overallOf(health("ok", [source("a", "archived")])).state).toBe("archived");
  });

  it("compares with the usual day only where there is one", () => {
    expect(volumeChange(source("a", "ok", { accepted: 50, usual: 100 }))).toBe(-0.5);
    expect(volumeChange(source("a", "ok", { accepted: 50 }))).toBeNull();
  });

  it("writes changes of shares in points with their sign", () => {
    expect([points(0.2, 0.953), points(0.5, 0.25), points(0.5, 0.5)]).toEqual(["−75.3", "+25.0", "0.0"]);
  });
});

describe("the quarantine", () => {
  const reason = (code: string, id: string, count: number, newest: string): ReasonCount => ({
    code,
    source_id: id,
    source: id.toUpperCase(),
    count,
    newest,
    message: "",
  });
  const reasons = [
    reason("no_person", "a", 2, "2026-01-02T00:00:00Z"),
    reason("bad_time", "a", 5, "2026-01-01T00:00:00Z"),
    reason("no_person", "b", 9, "2026-01-03T00:00:00Z"),
  ];

  it("counts by reason and source, the most first", () => {
    const matrix = matrixOf(reasons, null);
    expect(matrix.rows.map((row) => [row.code, row.total, row.counts])).toEqual([
      ["no_person", 11, { a: 2, b: 9 }],
      ["bad_time", 5, { a: 5 }],
    ]);
    expect(matrix.rows[0]?.newest).toBe("2026-01-03T00:00:00Z");
    expect(matrix.sources.map((one) => one.name)).toEqual(["B", "A"]);
    expect(matrixOf(reasons, "a").rows.map((row) => row.total)).toEqual([5, 2]);
  });

  it("downloads what is chosen", () => {
    expect(downloadPath("p", { code: null, source: null })).toBe("/api/projects/p/quarantine/download");
    expect(downloadPath("p", { code: "no_person", source: "s" })).toMatch(/\?code=no_person&source=s$/);
  });

  it("has words and advice in both languages for every reason the server gives", () => {
    const folder = join(ROOT, "src/yunying/collect");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      /^(protocols|stream)\/.*\.py$/.test(file),
    );
    const codes = files.flatMap((file) =>
      [
        ...readFileSync(join(folder, file), "utf8").matchAll(
          /\b(?:_?Wrong\(|Refusal\(|refuse\(\s*record,|time_refusal\(\s*record,)\s*"([a-z_]+)"/g,
        ),
      ].map((match) => match[1] ?? ""),
    );
    const planned = ["blocked_event", "blocked_property", "missing_property", "wrong_type", "not_allowed"];
    expect(new Set(codes).size).toBeGreaterThan(15);
    for (const { quarantine } of [en, zh]) {
      const all = [...new Set([...codes, ...planned])].sort();
      expect(all.filter((code) => !(code in quarantine.reason))).toEqual([]);
      expect(all.filter((code) => !(code in quarantine.advice))).toEqual([]);
    }
  });
});

describe("snippets", () => {
  const text = readFileSync(join(ROOT, "docs/collecting.md"), "utf8");
  const documented = [
    ...text.matchAll(/^```(?:js )?(python|node|browser|sh) (?!own)(\w+)\n([\s\S]*?)\n```/gm),
  ].map((match) => ({
    language: match[1] === "sh" ? "curl" : match[1],
    kind: match[2],
    code: match[3],
  }));

  it("are those of the documentation, which the tests of the protocols run", () => {
    expect(documented.length).toBeGreaterThan(12);
    const ours = KINDS.flatMap((kind) =>
      snippets(kind, "https://collect.example", "WRITE_KEY").map((one) => ({
        language: one.language,
        kind,
        code: one.code,
      })),
    );
    for (const one of documented)
      expect(ours.find((own) => own.kind === one.kind && own.language === one.language)?.code).toBe(one.code);
  });

  it("hold the address and the key, and no placeholder", () => {
    for (const kind of KINDS)
      for (const { code } of snippets(kind, "https://in.example", "k3y")) {
        expect(code).toContain("k3y");
        expect(code).toContain("https://in.example");
        expect(code).not.toMatch(/WRITE_KEY|collect\.example/);
      }
  });
});
