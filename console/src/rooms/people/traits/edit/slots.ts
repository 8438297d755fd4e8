/** A sentence with places for controls, in the order in which a language says it. */

export type Part = { word: string } | { slot: string };

/** Lines of words and slots: `for each <who/>|of <what/>` are two lines. */
export function slotLines(template: string): Part[][] {
  return template.split("|").map((line) =>
    line
      .split(/(<\w+\/>)/)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => (/^<\w+\/>$/.test(part) ? { slot: part.slice(1, -2) } : { word: part })),
  );
}
