/** A property's value as text, whatever its type. */
import { exact, type Locale } from "./number";
import { sealedText } from "./sealed";
import { moment } from "./time";

export const OTHER = "$other";

const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

export interface ValueWords {
  notSet: string;
  other: string;
  yes: string;
  no: string;
  /** Values that begin with `$` are the product's own, or were named by people: these are read in their language. */
  own: (value: string) => string;
}

const OWN = /^\$\w+$/;

/** What people read for a value: words for what is not set and for the rest outside the top. */
export function valueText(value: unknown, words: ValueWords, zone: string, locale: Locale): string {
  if (value === null || value === undefined) return words.notSet;
  if (value === OTHER) return words.other;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return exact(value, locale);
  if (typeof value === "string" && OWN.test(value)) return words.own(value);
  if (typeof value === "string")
    return MOMENT.test(value) ? moment(value, zone, locale) : (sealedText(value) ?? value);
  // Several values belong together: those of a list, or of a group by several properties.
  if (Array.isArray(value)) return value.map((one) => valueText(one, words, zone, locale)).join(" · ");
  return JSON.stringify(value);
}
