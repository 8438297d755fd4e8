/** What decides the colour of a value. */
export const colourKey = (value: unknown) =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);
