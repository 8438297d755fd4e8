// Packs what compresses well beside itself, so that the server hands it out as it is.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../../src/yunying/web/static/assets/", import.meta.url));
for (const name of readdirSync(folder)) {
  if (/\.(js|css|svg)$/.test(name)) {
    const file = join(folder, name);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION }));
  }
}
