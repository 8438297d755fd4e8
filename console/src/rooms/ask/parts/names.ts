import type { TFunction } from "i18next";
import { eventName, propertyName } from "@/base/names";
import { countConditions } from "@/base/question";
import type { Occurrence, Question, Series } from "@/contract";

export const letter = (index: number) => String.fromCharCode(65 + (index % 26));

export const occurrenceName = (occurrence: Occurrence | undefined, t: TFunction) =>
  occurrence?.name ?? (occurrence?.event ? eventName(occurrence.event, t) : t("ask.anyEvent"));

/** What a line is called: its event, and what is counted of it. */
export function seriesName(series: Series | undefined, t: TFunction): string {
  if (!series) return "";
  if (series.name) return series.name;
  const measure = t(`ask.measure.${series.measure}`);
  const what = series.property
    ? t("ask.measureOf", { measure, property: propertyName(series.property, t) })
    : measure;
  return `${series.event ? eventName(series.event, t) : t("ask.anyEvent")} · ${what}`;
}

/** The whole question in one line, for where there is no room for its editor. */
export function sentence(question: Question, t: TFunction): string {
  const filters = countConditions(question.filters);
  const kind = kindSentence(question, t);
  const breakdown = question.kind !== "retention" ? question.breakdown : undefined;
  const broken = breakdown
    ? t("ask.sentence.by", { text: kind, property: propertyName(breakdown.property, t) })
    : kind;
  const filtered = filters > 0 ? t("ask.sentence.filters", { text: broken, count: filters }) : broken;
  return question.marked ? t("ask.sentence.marked", { text: filtered }) : filtered;
}

function kindSentence(question: Question, t: TFunction): string {
  switch (question.kind) {
    case "trend":
      return t("ask.sentence.trend", {
        what: question.series.map((series) => seriesName(series, t)).join(" / "),
        interval: t(`ask.sentence.interval.${question.interval}`),
      });
    case "funnel":
      return t("ask.sentence.funnel", {
        steps: question.steps.map((step) => occurrenceName(step, t)).join(" → "),
        window: `${question.window.value} ${t(`ask.unit.${question.window.unit}`)}`,
      });
    case "retention":
      return t("ask.sentence.retention", {
        start: occurrenceName(question.start, t),
        back: occurrenceName(question.return, t),
        interval: t(`ask.sentence.interval.${question.interval}`),
      });
  }
}
