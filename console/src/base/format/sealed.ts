/** Values that were sealed for whoever sees them masked: `sealed:138****5678:…`, the mask for people, the rest for us. */
const PREFIX = "sealed:";

/** What is shown of a sealed value; null of any other. */
export function sealedText(value: unknown): string | null {
  if (typeof value !== "string" || !value.startsWith(PREFIX)) return null;
  const end = value.lastIndexOf(":");
  return end < PREFIX.length ? null : value.slice(PREFIX.length, end);
}
