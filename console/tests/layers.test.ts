/** Imports flow one way: contract <- base <- ui, charts <- answers <- rooms <- shell; rooms never import each other. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");

const MAY_IMPORT: Record<string, string[]> = {
  contract: [],
  base: ["contract"],
  ui: ["base", "contract"],
  charts: ["base", "contract"],
  answers: ["ui", "charts", "base", "contract"],
  rooms: ["answers", "ui", "charts", "base", "contract"],
  shell: ["rooms", "answers", "ui", "charts", "base", "contract"],
  // The entry file: it starts the shell and loads the style sheet.
  "main.tsx": ["shell", "ui", "base"],
};

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((f) => /\.(ts|tsx)$/.test(f));

const imports = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"((?:@\/|\.)[^"]*)"/g)].map((match) => {
    const wanted = match[1] ?? "";
    const target = wanted.startsWith("@/") ? join(SRC, wanted.slice(2)) : resolve(SRC, file, "..", wanted);
    return { file, target: relative(SRC, target) };
  });
});

const layer = (path: string) => path.split(sep)[0] ?? "";
const room = (path: string) => (layer(path) === "rooms" ? path.split(sep)[1] : undefined);

describe("layers", () => {
  it("sees the files and their imports", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.length).toBeGreaterThan(60);
  });

  it("knows every folder", () => {
    expect(new Set(files.map(layer))).toEqual(new Set(Object.keys(MAY_IMPORT)));
  });

  it("lets imports flow down only", () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        layer(file) !== layer(target) && !MAY_IMPORT[layer(file)]?.includes(layer(target)),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps rooms apart", () => {
    const wrong = imports.filter(
      ({ file, target }) => room(file) && room(target) && room(file) !== room(target),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps files short", () => {
    const long = files
      .filter((file) => layer(file) !== "contract")
      .map((file) => ({ file, lines: readFileSync(join(SRC, file), "utf8").split("\n").length }))
      .filter(({ file, lines }) => lines > (file.endsWith(".tsx") ? 300 : 400));
    expect(long).toEqual([]);
  });
});
