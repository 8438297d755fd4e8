// Fails when the JavaScript of the first page (entry, its imports and the heaviest first page) outgrows its budget.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET = 400_000;
// What the shell loads on the way to its first page, besides the entry itself.
const FIRST = ["src/rooms/overview/index.ts", "src/base/i18n/locales/zh-CN/index.ts"];

const folder = fileURLToPath(new URL("../../src/yunying/web/static/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${folder}.vite/manifest.json`, "utf8"));
const files = new Set();
const walk = (key) => {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) walk(next);
};

for (const key of ["index.html", ...FIRST]) {
  if (!manifest[key])
    throw new Error(
      `${key} is not in the build's manifest: name the first page's chunks in scripts/size.mjs`,
    );
  walk(key);
}

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(folder + file)).length;
  total += size;
  console.log(`${String(size).padStart(9)}  ${file}`);
}
console.log(`${String(total).padStart(9)}  first load, gzip (budget ${BUDGET})`);
if (total > BUDGET) process.exit(1);
