/** Questions in words. */
import type { TFunction } from "i18next";
import type { Occurrence, Question } from "@/contract";
import { eventName } from "../names";
import { breakdownTitle } from "./breakdowns";
import { countConditions } from "./edit";

export const letter = (index: number) => String.fromCharCode(65 + (index % 26));

export const occurrenceName = (occurrence: Occurrence | undefined, t: TFunction): string =>
  occurrence?.name ??
  [occurrence, ...(occurrence?.or ?? [])]
    .map((one) => (one?.event ? eventName(one.event, t) : t("ask.anyEvent")))
    .join(t("ask.sentence.or"));

/** What the server calls any event. */
const ANY = "any event";

/** An event's name as an answer gives it: perhaps the rest of them, perhaps none. */
export const eventLabel = (event: unknown, value: (one: unknown) => string, t: TFunction): string =>
  event === ANY
    ? t("ask.anyEvent")
    : typeof event === "string" && event !== "$other"
      ? eventName(event, t)
      : value(event);

/** What a kind says of itself, and what every question can have besides. */
export function withShared(own: string, question: Question, t: TFunction): string {
  const filters = countConditions(question.filters);
  const by = breakdownTitle(question, t);
  const broken = by ? t("ask.sentence.by", { text: own, property: by }) : own;
  const filtered = filters > 0 ? t("ask.sentence.filters", { text: broken, count: filters }) : broken;
  return question.marked ? t("ask.sentence.marked", { text: filtered }) : filtered;
}
