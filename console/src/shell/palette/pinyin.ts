import { pinyin } from "pinyin-pro";
import type { Pinyin } from "./find";

const joined = (text: string, pattern: "pinyin" | "first") =>
  pinyin(text, { toneType: "none", pattern, type: "array", nonZh: "consecutive" }).join("").toLowerCase();

/** Loaded only when the palette opens: the dictionary is large. */
export const reader: Pinyin = {
  full: (text) => joined(text, "pinyin"),
  initials: (text) => joined(text, "first"),
};
