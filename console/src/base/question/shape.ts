/** Checks of values that come from outside. Each gives the value back or throws a TypeError. */

export type Raw = Record<string, unknown>;
export type Check<T> = (value: unknown) => T;

const wrong = (what: string): never => {
  throw new TypeError(`${what} wanted`);
};

export const record: Check<Raw> = (value) =>
  typeof value !== "object" || value === null || Array.isArray(value) ? wrong("record") : (value as Raw);

export const text: Check<string> = (value) => (typeof value === "string" ? value : wrong("text"));

export const number: Check<number> = (value) =>
  typeof value === "number" && Number.isFinite(value) ? value : wrong("number");

export const flag: Check<boolean> = (value) => (typeof value === "boolean" ? value : wrong("true or false"));

export const positive: Check<number> = (value) =>
  Number.isInteger(number(value)) && Number(value) > 0 ? Number(value) : wrong("positive number");

export const listOf =
  <T>(of: Check<T>): Check<T[]> =>
  (value) =>
    Array.isArray(value) ? value.map((one) => of(one)) : wrong("list");

export const wordOf =
  <T extends string>(known: readonly T[]): Check<T> =>
  (value) =>
    known.includes(value as T) ? (value as T) : wrong(known.join(" or "));

type Checks = Record<string, Check<unknown>>;

/**
 * A record whose fields are what the console relies on. Fields that are null count as left out; fields nobody
 * checks here go through as they are: the server knows whether they are right.
 */
export function fieldsOf<T>(value: unknown, required: Checks, optional: Checks = {}): T {
  const raw = record(value);
  const out: Raw = {};
  for (const [name, check] of Object.entries(required)) out[name] = check(raw[name]);
  for (const [name, check] of Object.entries(optional))
    if (raw[name] !== undefined && raw[name] !== null) out[name] = check(raw[name]);
  for (const [name, own] of Object.entries(raw))
    if (!(name in required) && !(name in optional) && own !== undefined && own !== null) out[name] = own;
  return out as T;
}
