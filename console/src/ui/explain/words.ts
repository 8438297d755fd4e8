/** How sure something is, in words: once in so many times chance alone would do it. */
import type { TFunction } from "i18next";

const WORDS = [
  [0.001, "thousand"],
  [0.01, "hundred"],
] as const;

export function chanceWords(chance: number, t: TFunction): string {
  const found = WORDS.find(([most]) => chance < most);
  return t(`explain.chance.${found?.[1] ?? "twenty"}`);
}
