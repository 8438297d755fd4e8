/** JSON as people read it. Pure. */

/** Indented; text that is no JSON stays as it is. */
export function readable(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value, null, 2) ?? "";
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && "links" in value && "profile" in value;

const isEmpty = (value: unknown) =>
  value === null ||
  value === false ||
  (typeof value === "object" && Object.values(value).every((one) => one === null));

/** A decoded record without what it does not say, its instants (µs since 1970) as times. Anything else as it is. */
export function tidy(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => !isEmpty(one))
      .map(([name, one]) => [name, name === "time" || name === "sent" ? instant(one) : one]),
  );
}

function instant(value: unknown): unknown {
  const at = typeof value === "number" ? new Date(value / 1000) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : value;
}
