/**
 * Eight colours for things that are compared. The least distance between any two, for normal sight and for the
 * three kinds of colour blindness, is held by a test; every colour stands at 3:1 or more on its background.
 */
export const CATEGORICAL = {
  light: ["#0f766e", "#df6e3a", "#2f6fe4", "#d90069", "#885e00", "#7a3e9d", "#6b2703", "#3f9fb2"],
  dark: ["#3cc4b4", "#ee9461", "#6463ff", "#d14786", "#ccdb5a", "#bc8aef", "#8a7f20", "#bcd1ff"],
} as const;

/** From little to much, for heat maps. */
export const SEQUENTIAL = {
  light: ["#f1f7f6", "#cfe7e3", "#9fd0c9", "#63b1a8", "#2b8f85", "#0f766e", "#0a4f4a"],
  dark: ["#1c2524", "#1d3a37", "#1e534e", "#1f6f68", "#279085", "#3cb3a5", "#7fdccf"],
} as const;

/** What is neither: the rest outside the top, and earlier periods. */
export const MUTED = { light: "#8a94a0", dark: "#7d8794" } as const;

function slot(key: string): number {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i += 1) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return (hash >>> 0) % CATEGORICAL.light.length;
}

/** The key of everything taken together: it has the brand's colour. */
export const WHOLE = "";

/** The key of what is outside the top: it recedes. */
export const REST = "$other";

/**
 * One colour for each key (an event's name, a property's value). A key asks for the slot its letters give it, so
 * that a thing looks the same on every page and in every language; when two of one picture want the same slot, the
 * later one takes the next free.
 */
export function coloursOf(keys: readonly string[], dark: boolean): string[] {
  const palette = dark ? CATEGORICAL.dark : CATEGORICAL.light;
  const taken = new Set<number>();
  return keys.map((key) => {
    if (key === REST) return dark ? MUTED.dark : MUTED.light;
    let at = key === WHOLE ? 0 : slot(key);
    for (let tries = 0; taken.has(at) && tries < palette.length; tries += 1) at = (at + 1) % palette.length;
    taken.add(at);
    return palette[at] ?? palette[0];
  });
}
