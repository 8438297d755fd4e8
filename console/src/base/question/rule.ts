/** Filters in words: who is meant, as a sentence in the reader's language. */
import type { TFunction } from "i18next";
import type { Condition, Did, Events, Filter, Occurrence, Sequence, Window, Within } from "@/contract";
import { eventName, propertyName } from "../names";
import { viewOf } from "./edit";
import { shapeOf } from "./words";

/** What a sentence needs to know to name things. */
export interface RuleWords {
  t: TFunction;
  /** A property's value as people read it. */
  value: (value: unknown) => string;
  /** A day as people read it. */
  day: (day: string) => string;
  /** The name of a segment. */
  segment: (id: string) => string;
}

export const tidy = (text: string) => text.replace(/ +/g, " ").trim();

/** Everybody who fulfils all of some filters; those that are still being written should be left out before. */
export function ruleSentence(filters: readonly Filter[], words: RuleWords): string {
  const { t } = words;
  return filters.length === 0
    ? t("rule.everybody")
    : t("rule.people", { rule: joined(filters, "and", words) });
}

const joined = (filters: readonly Filter[], joint: "and" | "or", words: RuleWords): string =>
  filters.map((filter) => clause(filter, words)).join(words.t(`rule.joint.${joint}`));

function clause(filter: Filter, words: RuleWords): string {
  const { t } = words;
  const view = viewOf(filter);
  const denied = (said: string) => (view.denied ? t("rule.not", { rule: said }) : said);
  switch (view.kind) {
    case "condition":
      return denied(t("rule.whose", { said: conditionSentence(view.condition, words) }));
    case "did":
      return didClause(view.did, view.denied, words);
    case "sequence":
      return denied(sequenceClause(view.sequence, words));
    case "segment":
      return t(view.denied ? "rule.outside" : "rule.inside", { segment: words.segment(view.segment) });
    case "group": {
      const said = joined(view.parts, view.joint, words);
      if (view.denied) return t("rule.not", { rule: said });
      return view.parts.length === 1 ? said : t("rule.group", { rule: said });
    }
  }
}

/** One condition on a property: what, how, and what with. */
export function conditionSentence(condition: Condition, { t, value }: RuleWords): string {
  const name = propertyName(condition.property, t);
  const op = t(`ask.op.${condition.op}`);
  if (shapeOf(condition.op) === "none") return `${name} ${op}`;
  const values = (Array.isArray(condition.value) ? condition.value : [condition.value]).map(value);
  return `${name} ${op} ${amount(condition.op, values, t)}`;
}

const amount = (op: string, values: string[], t: TFunction) =>
  op === "between"
    ? t("rule.between", { low: values[0] ?? "", high: values[1] ?? "" })
    : values.join(t("rule.comma"));

function didClause(did: Did, denied: boolean, words: RuleWords): string {
  const { t, value } = words;
  const event = occurrence(did.did, words);
  const when = within(did.within, words);
  const measure = did.measure ?? "events";
  const ever = (yes: boolean) => tidy(t(yes ? "rule.did.ever" : "rule.did.never", { event, when }));
  if (measure === "events" && did.value === 1 && did.op === ">=") return ever(!denied);
  if (measure === "events" && did.value === 0 && did.op === "=") return ever(denied);
  const values = (Array.isArray(did.value) ? did.value : [did.value]).map(value);
  const said = tidy(
    t(`rule.did.${measure}`, {
      event,
      when,
      amount: `${t(`ask.did.op.${did.op}`)} ${amount(did.op, values, t)}`,
      property: propertyName(did.property ?? "", t),
    }),
  );
  return denied ? t("rule.not", { rule: said }) : said;
}

function sequenceClause({ sequence, window, within: days }: Sequence, words: RuleWords): string {
  const { t } = words;
  return tidy(
    t("rule.sequence", {
      steps: sequence.map((step) => occurrence(step, words)).join(t("rule.then")),
      window: window ? t("rule.inTime", { time: length(window, t) }) : "",
      when: within(days, words),
    }),
  );
}

/** The events of one name, or of several that count as the same, with their conditions. */
export const occurrence = (one: Occurrence, words: RuleWords): string =>
  [one, ...(one.or ?? [])].map((each) => events(each, words)).join(words.t("rule.either"));

function events({ event, filters }: Events, words: RuleWords): string {
  const { t } = words;
  const name = event === null ? t("rule.anything") : t("rule.quoted", { name: eventName(event, t) });
  if (!filters || filters.length === 0) return name;
  return t("rule.where", { event: name, filters: conditions(filters, words) });
}

/** What must hold of events, all of it. */
export const conditions = (filters: readonly Filter[], words: RuleWords): string =>
  filters
    .map((filter) =>
      "property" in filter && "op" in filter && !("did" in filter)
        ? conditionSentence(filter, words)
        : clause(filter, words),
    )
    .join(words.t("rule.joint.and"));

/** In which time; nothing where it is ever. */
export function within(when: Within | undefined, { t, day }: RuleWords): string {
  if (!when) return "";
  if ("before" in when) return t("rule.before", { time: length(when.before, t) });
  const { range } = when;
  return "last" in range
    ? t(`rule.last.${range.unit}`, { count: range.last })
    : t("rule.days", { from: day(range.from), to: day(range.to) });
}

const length = (window: Window, t: TFunction) => t(`rule.time.${window.unit}`, { count: window.value });
