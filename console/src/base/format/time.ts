/** Dates and moments, always in the project's zone. Days (`YYYY-MM-DD`) are already days of that zone. */
import { ABSENT, type Locale } from "./number";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ZONED = /(Z|[+-]\d{2}:?\d{2})$/;

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, options);
    cache.set(key, found);
  }
  return found;
}

/** A moment written without a zone is wall time of the project, so it is shown as it stands. */
function parse(text: string, zone: string): { at: Date; zone: string } | null {
  const wall = DAY.test(text) || !ZONED.test(text);
  const at = new Date(DAY.test(text) ? `${text}T00:00:00Z` : wall ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(at.getTime()) ? null : { at, zone: wall ? "UTC" : zone };
}

function render(
  text: string | null | undefined,
  zone: string,
  locale: Locale,
  options: Intl.DateTimeFormatOptions,
) {
  if (!text) return ABSENT;
  const moment = parse(text, zone);
  return moment ? formatter(locale, { ...options, timeZone: moment.zone }).format(moment.at) : text;
}

/** 2 Mar 2011 · 2011年3月2日 */
export const day = (text: string | null | undefined, zone: string, locale: Locale) =>
  render(text, zone, locale, { year: "numeric", month: locale === "en" ? "short" : "long", day: "numeric" });

/** 2 Mar · 3月2日 */
export const shortDay = (text: string | null | undefined, zone: string, locale: Locale) =>
  render(text, zone, locale, { month: locale === "en" ? "short" : "long", day: "numeric" });

/** 2 Mar 2011, 14:05 · 2011年3月2日 14:05 */
export const moment = (text: string | null | undefined, zone: string, locale: Locale) =>
  render(text, zone, locale, {
    year: "numeric",
    month: locale === "en" ? "short" : "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });

/** 14:05:09 */
export const clock = (text: string | null | undefined, zone: string, locale: Locale) =>
  render(text, zone, locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** The same moment in UTC, for whoever compares with logs; empty where the text is wall time of no known zone. */
export function utc(text: string): string {
  const at = ZONED.test(text) ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? `${at.toISOString().slice(0, 19).replace("T", " ")} UTC` : "";
}

export type Interval = "hour" | "day" | "week" | "month";

/** The name of a bucket, as short as its interval allows. */
export function bucket(text: string, interval: Interval, zone: string, locale: Locale): string {
  if (interval === "month") {
    return render(text, zone, locale, { year: "numeric", month: locale === "en" ? "short" : "long" });
  }
  if (interval === "hour") {
    return render(text, zone, locale, {
      month: locale === "en" ? "short" : "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }
  return shortDay(text, zone, locale);
}

/** Today as a day of the zone. */
export function today(zone: string, now: Date = new Date()): string {
  return dayIn(now, zone);
}

/** The day of the zone on which a moment falls. */
export function dayIn(at: Date, zone: string): string {
  const parts = formatter("en", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** How long ago, in the largest unit that says something. */
export function ago(text: string | null | undefined, locale: Locale, now: Date = new Date()): string {
  if (!text) return ABSENT;
  // Clocks differ a little: what is about to happen has just happened.
  const seconds = Math.min(0, Math.round((new Date(text).getTime() - now.getTime()) / 1000));
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [
    [31_536_000, "year"],
    [2_592_000, "month"],
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [size, unit] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, "second");
}

const LENGTHS: [number, "day" | "hour" | "minute" | "second"][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** A length of time in words, at most two units: "2 days 4 hours", "2 天 4 小时". */
export function duration(seconds: number | null | undefined, locale: Locale): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return ABSENT;
  if (seconds < 1) return unit(seconds === 0 ? 0 : Number(seconds.toPrecision(2)), "second", locale);
  let rest = Math.round(seconds);
  const words: string[] = [];
  for (const [size, name] of LENGTHS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(unit(count, name, locale));
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(" ");
}

/** A length of time as short as it can be, for axes: 5m, 2d. */
export function shortDuration(seconds: number | null | undefined, locale: Locale): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return ABSENT;
  const [size, name] = LENGTHS.find(([length]) => seconds >= length) ?? LENGTHS[3] ?? [1, "second" as const];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: name,
    unitDisplay: "narrow",
    maximumFractionDigits: 1,
  }).format(seconds / size);
}

function unit(count: number, name: "day" | "hour" | "minute" | "second", locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
}
