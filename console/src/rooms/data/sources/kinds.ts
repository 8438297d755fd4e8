/** What can send: names of products are the same in every language. */
import type { TFunction } from "i18next";
import type { SourceKind } from "@/contract";
import type { Language } from "./snippets";

const PRODUCTS: Record<Exclude<SourceKind, "api">, string> = {
  segment: "Segment",
  rudderstack: "RudderStack",
  posthog: "PostHog",
  sensors: "神策 Sensors",
  mixpanel: "Mixpanel",
  amplitude: "Amplitude",
  ga4: "GA4 Measurement Protocol",
};

const LANGUAGES: Record<Exclude<Language, "browser">, string> = {
  python: "Python",
  node: "Node.js",
  curl: "curl",
};

export const kindName = (kind: SourceKind, t: TFunction) =>
  kind === "api" ? t("sources.ownApi") : PRODUCTS[kind];

export const languageName = (language: Language, t: TFunction) =>
  language === "browser" ? t("sources.browser") : LANGUAGES[language];
