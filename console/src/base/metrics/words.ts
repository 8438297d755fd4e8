/** Metrics in words: their names, how they are computed, and what the doors of a figure open. */
import type { TFunction } from "i18next";
import type { Locale } from "@/base/format";
import type { Filter, MetricBody, Occurrence, Question } from "@/contract";
import { propertyName } from "../names";
import { asQuestion } from "../question/codec";
import { stepName } from "../question/funnel";
import { conditions, occurrence, type RuleWords, tidy } from "../question/rule";
import { occurrenceName } from "../question/say";
import { lineName } from "../question/trend";

interface Names {
  zh: string;
  en: string;
}

/** What is written in both languages, in the reader's. */
export const inTongue = (names: Names | null | undefined, locale: Locale): string =>
  names ? (locale === "en" ? names.en : names.zh) : "";

export const metricName = (metric: Pick<MetricBody, "name">, locale: Locale) => inTongue(metric.name, locale);

/** What a metric's sentence needs: words for rules, and the name of another metric by its key. */
export interface MetricWords extends RuleWords {
  named: (key: string) => string;
}

const KEY = /[a-z][a-z0-9_]*/g;
/** The wire's events as the sentences take them. */
const events = (one: unknown) => one as Occurrence;

/** How a metric is computed, as one sentence. */
export function metricSentence(metric: MetricBody, words: MetricWords): string {
  const { t } = words;
  const said = shapeSentence(metric.is, words);
  const filters = (metric.filters ?? []) as Filter[];
  return tidy(
    filters.length > 0 ? t("metrics.is.only", { said, filters: conditions(filters, words) }) : said,
  );
}

function shapeSentence(is: MetricBody["is"], words: MetricWords): string {
  const { t, named } = words;
  switch (is.type) {
    case "count":
      return t("metrics.is.count", { event: occurrence(events(is), words) });
    case "people":
      return t(is.first_ever ? "metrics.is.firstEver" : "metrics.is.people", {
        event: occurrence(events(is), words),
      });
    case "sum":
    case "average":
      return t(`metrics.is.${is.type}`, {
        event: occurrence(events(is), words),
        property: propertyName(is.property, t),
      });
    case "percentile":
      return t(is.at === 50 || is.at === undefined ? "metrics.is.median" : "metrics.is.percentile", {
        event: occurrence(events(is), words),
        property: propertyName(is.property, t),
        at: is.at ?? 50,
      });
    case "ratio":
      return t("metrics.is.ratio", { of: named(is.of), by: named(is.by) });
    case "conversion":
      return t("metrics.is.conversion", {
        first: occurrence(events(is.steps[0]), words),
        rest: is.steps
          .slice(1)
          .map((step) => occurrence(events(step), words))
          .join(t("rule.then")),
        time: is.window
          ? t(`metrics.time.${is.window.unit}`, { count: is.window.value })
          : t("metrics.time.any"),
      });
    case "retention":
      if (typeof is.until === "number")
        return t("metrics.is.retentionUntil", {
          start: occurrence(events(is.start), words),
          back: occurrence(events(is.return), words),
          from: is.at,
          to: is.until,
        });
      return t(is.or_later ? "metrics.is.retentionLater" : "metrics.is.retention", {
        start: occurrence(events(is.start), words),
        back: occurrence(events(is.return), words),
        count: is.at,
      });
    case "stickiness":
      return t("metrics.is.stickiness", { event: occurrence(events(is), words), count: is.days ?? 30 });
    case "cumulative":
      return t("metrics.is.cumulative", { of: named(is.of) });
    case "rolling":
      return t("metrics.is.rolling", { of: named(is.of), count: is.days });
    case "formula":
      return is.formula.replace(KEY, named);
    case "fact": {
      const where = Object.entries(is.where ?? {}).map(([name, values]) =>
        t("metrics.is.where", { name, values: values.join(t("rule.comma")) }),
      );
      const fact = t("metrics.is.fact", { fact: is.fact });
      return where.length > 0
        ? t("metrics.is.only", { said: fact, filters: where.join(t("rule.joint.and")) })
        : fact;
    }
    case "distinct":
      return t("metrics.is.distinct", {
        event: occurrence(events(is), words),
        property: propertyName(is.property, t),
      });
    case "sessions":
      return t(`metrics.is.sessions.${is.figure ?? "sessions"}`, { event: occurrence(events(is), words) });
    case "lifecycle":
      return t(`metrics.is.lifecycle.${is.figure}`, {
        event: occurrence(events(is), words),
        every: t(`metrics.is.every.${is.every ?? "week"}`),
      });
    case "ltv":
      return t("metrics.is.ltv", { acquired: occurrence(events(is.acquired), words), count: is.days });
    case "payback":
      return t("metrics.is.payback", { acquired: occurrence(events(is.acquired), words), cost: is.cost });
    case "time_between":
      return t(`metrics.is.time_between.${is.figure ?? "median"}`, {
        start: occurrence(events(is.start), words),
        end: occurrence(events(is.end), words),
      });
  }
}

/** What opens the people behind a figure, with the words for whose they are. */
export interface MetricDoor {
  question: Question;
  address: string;
  name: string;
}

/** Doors of a figure that lead somewhere: of a ratio those of what is divided, and of what it is divided by. */
export function metricDoors(
  doors: readonly unknown[],
  addresses: readonly (string | null)[],
  t: TFunction,
): MetricDoor[] {
  return addresses.flatMap((address, index) => {
    const question = address === null ? null : readable(doors[index]);
    return question && address !== null ? [{ question, address, name: doorName(question, address, t) }] : [];
  });
}

function readable(door: unknown): Question | null {
  try {
    return asQuestion(door);
  } catch {
    return null;
  }
}

const NUMBER = /(?:^|[&;,])(?:series|step)=(\d+)/;

function doorName(question: Question, address: string, t: TFunction): string {
  const number = Number(NUMBER.exec(address)?.[1] ?? 0);
  if (question.kind === "trend") return lineName(question, number, t);
  if (question.kind === "funnel" && number > 0) return stepName(question, { step: number }, t);
  if (question.kind === "retention")
    return t("metrics.doors.retention", { event: occurrenceName(question.start, t) });
  return t("common.people.title");
}
