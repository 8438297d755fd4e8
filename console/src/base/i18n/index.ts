/** Language: the reader's choice, else the browser's; only the language in use is loaded. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Locale } from "@/base/format";
import { remembered } from "@/base/prefs";

const LOADERS: Record<Locale, () => Promise<{ default: Record<string, unknown> }>> = {
  "zh-CN": () => import("./locales/zh-CN"),
  en: () => import("./locales/en"),
};

export const LOCALES = Object.keys(LOADERS) as Locale[];

/** The locale to begin with, from what is remembered and what the browser asks for. */
export function pickLocale(chosen: string | null, wanted: readonly string[]): Locale {
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  for (const language of wanted) {
    if (language.toLowerCase().startsWith("zh")) return "zh-CN";
    if (language.toLowerCase().startsWith("en")) return "en";
  }
  return "en";
}

async function load(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, "translation")) {
    i18next.addResourceBundle(locale, "translation", (await LOADERS[locale]()).default);
  }
}

function announce(locale: Locale): void {
  document.documentElement.lang = locale;
}

export async function startI18n(): Promise<void> {
  const locale = pickLocale(remembered("locale"), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false, bindI18nStore: "added" },
  });
  await load(locale);
  announce(locale);
}

export async function changeLocale(locale: Locale): Promise<void> {
  await load(locale);
  await i18next.changeLanguage(locale);
  announce(locale);
}

/** The texts of some keys in every language, for searching in a language that is not on screen. */
export async function namesInAllLanguages(keys: string[]): Promise<Record<string, string[]>> {
  await Promise.all(LOCALES.map(load));
  return Object.fromEntries(keys.map((key) => [key, LOCALES.map((lng) => i18next.t(key, { lng }))]));
}
