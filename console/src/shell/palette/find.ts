/** What the palette can find, and how well a text matches what was typed. */

export interface Target {
  key: string;
  kind: "page" | "project" | "person" | "event" | "metric" | "action";
  label: string;
  /** Other words it answers to: the same name in the other language. */
  also?: string[];
  to: string;
}

export interface Pinyin {
  /** Syllables run together: 事件 → shijian */
  full: (text: string) => string;
  /** First letters: 事件 → sj */
  initials: (text: string) => string;
}

const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function rank(text: string, wanted: string): number {
  const folded = fold(text);
  if (folded === wanted) return 5;
  if (folded.startsWith(wanted)) return 4;
  if (folded.split(/[\s_\-./:]+/).some((word) => word.startsWith(wanted))) return 3;
  return folded.includes(wanted) ? 2 : 0;
}

/** 0 when it does not match; more is better. */
export function score(target: Target, typed: string, pinyin: Pinyin | null): number {
  const wanted = fold(typed.trim());
  if (wanted === "") return 1;
  let best = 0;
  for (const text of [target.label, ...(target.also ?? [])]) {
    best = Math.max(best, rank(text, wanted));
    if (pinyin && /\p{Script=Han}/u.test(text) && /^[a-z\s']+$/.test(wanted)) {
      const letters = wanted.replace(/[\s']/g, "");
      if (pinyin.full(text).startsWith(letters) || pinyin.initials(text).startsWith(letters))
        best = Math.max(best, 3);
      else if (pinyin.full(text).includes(letters)) best = Math.max(best, 1.5);
    }
  }
  return best;
}

/** The best matches first; among equals the given order stays. */
export function find(targets: Target[], typed: string, pinyin: Pinyin | null, limit = 12): Target[] {
  return targets
    .map((target, order) => ({ target, order, score: score(target, typed, pinyin) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, limit)
    .map((one) => one.target);
}
