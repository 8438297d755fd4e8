/** Numbers as figures: exact ones grouped by thousands, short ones with at most three significant digits. */

export type Locale = "zh-CN" | "en";

export const ABSENT = "–";

const cache = new Map<string, Intl.NumberFormat>();

function formatter(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, options);
    cache.set(key, found);
  }
  return found;
}

const missing = (value: number | null | undefined): value is null | undefined =>
  value === null || value === undefined || !Number.isFinite(value);

/** Exact: 12,345 or 12,345.67 (at most two decimals; small fractions keep three significant digits). */
export function exact(value: number | null | undefined, locale: Locale): string {
  if (missing(value)) return ABSENT;
  if (value !== 0 && Math.abs(value) < 1)
    return formatter(locale, { maximumSignificantDigits: 3 }).format(value);
  return formatter(locale, { maximumFractionDigits: 2 }).format(value);
}

interface Unit {
  from: number;
  by: number;
  suffix: string;
}

const UNITS: Record<Locale, Unit[]> = {
  "zh-CN": [
    { from: 1e12, by: 1e12, suffix: " 万亿" },
    { from: 1e8, by: 1e8, suffix: " 亿" },
    { from: 1e4, by: 1e4, suffix: " 万" },
  ],
  en: [
    { from: 1e12, by: 1e12, suffix: "T" },
    { from: 1e9, by: 1e9, suffix: "B" },
    { from: 1e6, by: 1e6, suffix: "M" },
    { from: 1e4, by: 1e3, suffix: "K" },
  ],
};

/** Short, for tiles and axes: 9,876 · 12.3K · 1.23 万 · 3.4 亿. */
export function short(value: number | null | undefined, locale: Locale): string {
  if (missing(value)) return ABSENT;
  const size = Math.abs(value);
  const three = formatter(locale, { maximumSignificantDigits: 3 });
  // 999,999 rounds to 1,000K: the unit is chosen after rounding.
  const rounded = size === 0 ? 0 : Number(size.toPrecision(3));
  for (const unit of UNITS[locale]) {
    if (rounded >= unit.from) return three.format(value / unit.by) + unit.suffix;
  }
  if (size >= 1000) return formatter(locale, { maximumFractionDigits: 0 }).format(value);
  return three.format(value);
}

/** A rate between 0 and 1 as per cent with one decimal. */
export function rate(value: number | null | undefined, locale: Locale): string {
  if (missing(value)) return ABSENT;
  return formatter(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    value,
  );
}

/** Money with its currency. */
export function money(value: number | null | undefined, currency: string, locale: Locale): string {
  if (missing(value)) return ABSENT;
  return formatter(locale, { style: "currency", currency, maximumFractionDigits: 2 }).format(value);
}

/** Short money, for axes: ¥9,876 · ¥12.3K · ¥1.23 万. */
export function shortMoney(value: number | null | undefined, currency: string, locale: Locale): string {
  if (missing(value)) return ABSENT;
  const parts = formatter(locale, { style: "currency", currency }).formatToParts(0);
  const sign = parts
    .slice(
      0,
      parts.findIndex((part) => part.type === "integer"),
    )
    .map((part) => part.value);
  return `${value < 0 ? "-" : ""}${sign.join("")}${short(Math.abs(value), locale)}`;
}

export interface Change {
  direction: "up" | "down" | "same";
  /** (value - previous) / previous; null when there was nothing to compare with. */
  ratio: number | null;
}

/** How a figure moved against an earlier one. */
export function changeOf(
  value: number | null | undefined,
  previous: number | null | undefined,
): Change | null {
  if (missing(value) || missing(previous)) return null;
  const direction = value > previous ? "up" : value < previous ? "down" : "same";
  return {
    direction,
    ratio: previous === 0 ? (value === 0 ? 0 : null) : (value - previous) / Math.abs(previous),
  };
}

/** Size of a file in the units people know. */
export function bytes(value: number, locale: Locale): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(value) / Math.log(1024)));
  return `${formatter(locale, { maximumSignificantDigits: 3 }).format(value / 1024 ** step)} ${units[step]}`;
}
