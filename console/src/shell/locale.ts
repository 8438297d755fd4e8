import type { Locale } from "antd/es/locale";
import dayjs from "dayjs";

/** Ant Design's own words (calendars, pagination) in the reader's language. */
export async function loadAntLocale(language: string): Promise<Locale> {
  if (language.startsWith("zh")) {
    const [words] = await Promise.all([import("antd/es/locale/zh_CN"), import("dayjs/locale/zh-cn")]);
    dayjs.locale("zh-cn");
    return words.default;
  }
  dayjs.locale("en");
  return (await import("antd/es/locale/en_GB")).default;
}
