import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as number from "./number";
import * as time from "./time";
import { valueText } from "./value";

export type { Change, Locale } from "./number";
export { ABSENT, changeOf } from "./number";
export { sealedText } from "./sealed";
export type { Interval } from "./time";
export { dayIn, today } from "./time";
export { OTHER } from "./value";

/** Every way of writing a figure or a moment, bound to the reader's language and the project's zone. */
export function useFormat(zone = "UTC") {
  const { t, i18n } = useTranslation();
  const locale: number.Locale = i18n.language.startsWith("zh") ? "zh-CN" : "en";
  return useMemo(() => {
    const words = {
      notSet: t("common.notSet"),
      other: t("common.other"),
      yes: t("common.true"),
      no: t("common.false"),
      own: (value: string) => t(`reserved.value.${value.slice(1)}`, { defaultValue: value }),
    };
    return {
      locale,
      zone,
      exact: (value: number | null | undefined) => number.exact(value, locale),
      short: (value: number | null | undefined) => number.short(value, locale),
      rate: (value: number | null | undefined) => number.rate(value, locale),
      money: (value: number | null | undefined, currency: string) => number.money(value, currency, locale),
      shortMoney: (value: number | null | undefined, currency: string) =>
        number.shortMoney(value, currency, locale),
      bytes: (value: number) => number.bytes(value, locale),
      day: (text: string | null | undefined) => time.day(text, zone, locale),
      shortDay: (text: string | null | undefined) => time.shortDay(text, zone, locale),
      moment: (text: string | null | undefined) => time.moment(text, zone, locale),
      clock: (text: string | null | undefined) => time.clock(text, zone, locale),
      utc: time.utc,
      bucket: (text: string, interval: time.Interval) => time.bucket(text, interval, zone, locale),
      ago: (text: string | null | undefined) => time.ago(text, locale),
      duration: (seconds: number | null | undefined) => time.duration(seconds, locale),
      shortDuration: (seconds: number | null | undefined) => time.shortDuration(seconds, locale),
      value: (value: unknown) => valueText(value, words, zone, locale),
    };
  }, [t, locale, zone]);
}

export type Format = ReturnType<typeof useFormat>;
