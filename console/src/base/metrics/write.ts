/** Values of a metric as people read them: by its unit. */
import type { TFunction } from "i18next";
import type { Format } from "@/base/format";
import type { MetricBody } from "@/contract";
import { ABSENT } from "../format/number";

export type Value = number | null | undefined;

export interface Written {
  exact: (value: Value) => string;
  /** At most three significant digits, for tiles and axes. */
  short: (value: Value) => string;
  /** A difference of two values, with its sign. */
  change: (value: Value) => string;
}

type Unit = Pick<MetricBody, "unit" | "currency">;

const absent = (value: Value): value is null | undefined =>
  value === null || value === undefined || !Number.isFinite(value);

/** How values of a unit are written; `currency` is the project's. */
export function writtenBy(
  { unit, currency: own }: Unit,
  format: Format,
  t: TFunction,
  currency: string,
): Written {
  const { exact, short } = plain(unit ?? "number", own ?? currency, format, t);
  const size = unit === "share" ? (value: number) => points(value, format, t) : exact;
  return {
    exact,
    short,
    change: (value) => {
      if (absent(value)) return ABSENT;
      const said = size(Math.abs(value));
      return value > 0 ? `+${said}` : value < 0 ? `−${said}` : said;
    },
  };
}

function plain(unit: NonNullable<Unit["unit"]>, currency: string, format: Format, t: TFunction) {
  switch (unit) {
    case "share":
      return { exact: format.rate, short: format.rate };
    case "money":
      return {
        exact: (value: Value) => format.money(value, currency),
        short: (value: Value) => format.shortMoney(value, currency),
      };
    case "seconds":
      return { exact: format.duration, short: format.shortDuration };
    case "days":
      return {
        exact: (value: Value) => days(value, format.exact(value), t),
        short: (value: Value) => days(value, format.short(value), t),
      };
    default:
      return { exact: format.exact, short: format.short };
  }
}

const days = (value: Value, shown: string, t: TFunction) =>
  absent(value) ? ABSENT : t("metrics.days", { count: value, shown });

const points = (value: number, format: Format, t: TFunction) =>
  t("metrics.points", { shown: format.exact(Number((100 * value).toFixed(2))) });
