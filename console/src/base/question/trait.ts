/** Computed traits: what is computed of each person's events, read, written and said in a sentence. */
import type { Computed, TraitMeasure } from "@/contract";
import { propertyName } from "../names";
import { occurrenceWith, range } from "./parts";
import { settled } from "./ready-filters";
import { occurrence, type RuleWords, tidy, within } from "./rule";
import { text, wordOf } from "./shape";

/** What is said of the events themselves. */
export const EVENT_MEASURES = [
  "count",
  "days",
  "days_since_last",
  "days_since_first",
  "last_time",
  "first_time",
] as const satisfies readonly TraitMeasure[];

/** What is said of a number that the events have. */
export const NUMBER_MEASURES = ["sum", "average", "most", "least"] as const satisfies readonly TraitMeasure[];

/** What is said of any property that the events have. */
export const VALUES_MEASURES = [
  "most_frequent",
  "first",
  "last",
  "distinct",
] as const satisfies readonly TraitMeasure[];

const among = (measures: readonly TraitMeasure[], one: TraitMeasure) => measures.includes(one);

/** Whether a measure is of a property, and whether that must be a number. */
export function ofProperty(measure: TraitMeasure): false | "number" | "any" {
  if (among(EVENT_MEASURES, measure)) return false;
  return among(NUMBER_MEASURES, measure) ? "number" : "any";
}

/** The same events measured otherwise; a property stays where it can. */
export function withTraitMeasure(trait: Computed, measure: TraitMeasure, numeric: boolean): Computed {
  const { property, ...rest } = trait;
  const wanted = ofProperty(measure);
  const keeps = property !== undefined && (wanted === "any" || (wanted === "number" && numeric));
  return { ...rest, measure, ...(keeps ? { property } : {}) };
}

/** A trait without the conditions that are still being written; null where it says too little. */
export function completeTrait(trait: Computed): Computed | null {
  return ofProperty(trait.measure) && !trait.property ? null : settled(trait);
}

const MEASURES = [...EVENT_MEASURES, ...NUMBER_MEASURES, ...VALUES_MEASURES];

/** A trait from JSON; throws TypeError on what is none. */
export function traitFrom(value: unknown): Computed {
  const found = occurrenceWith<Computed>({ measure: wordOf(MEASURES), property: text, range })(value);
  const { or, ...rest } = found;
  return or && or.length > 0 ? found : rest;
}

/** What a trait says, in the reader's language. */
export function traitSentence(trait: Computed, words: RuleWords): string {
  return tidy(
    words.t(`rule.trait.${trait.measure}`, {
      event: occurrence(trait, words),
      property: propertyName(trait.property ?? "", words.t),
      when: within(trait.range && { range: trait.range }, words),
    }),
  );
}
