/** People: who matches a definition, with a figure or two about each. */
import type { TFunction } from "i18next";
import type { PeopleList, PersonColumn } from "@/contract";
import { eventName, propertyName } from "../names";
import { countConditions } from "./edit";
import { goalEvent } from "./guess";
import type { KindOf } from "./kind";
import { asked, filters } from "./parts";
import { completeFilters } from "./ready-filters";
import { type Figures, rowsOf } from "./rows";
import { fieldsOf, listOf, positive, record, text, wordOf } from "./shape";

export const PERSON_MEASURES: readonly PersonColumn["measure"][] = [
  "events",
  "days",
  "sum",
  "first_time",
  "last_time",
  "days_since",
  "most_frequent",
  "property",
];

export type ListedPerson = Record<string, unknown> & {
  person_id: number;
  distinct_id: string;
  address: string;
};

export const listedPeople = (answer: Figures) => rowsOf<ListedPerson>(answer);

export const wantsProperty = (measure: PersonColumn["measure"]) =>
  measure === "sum" || measure === "most_frequent" || measure === "property";

/** What a column is called on screen. */
export function columnName(column: PersonColumn, t: TFunction): string {
  if (column.name) return column.name;
  if (column.measure === "property") return propertyName(column.property ?? "", t);
  const event = column.event ? eventName(column.event, t) : t("ask.anyEvent");
  const of = column.property ? `${event} · ${propertyName(column.property, t)}` : event;
  return `${of} · ${t(`kinds.people.measure.${column.measure}`)}`;
}

const column = (value: unknown) =>
  fieldsOf<PersonColumn>(
    value,
    { measure: wordOf(PERSON_MEASURES) },
    { event: text, property: text, name: text, filters },
  );

export const people: KindOf<PeopleList> = {
  decode: (raw) =>
    asked<PeopleList>(raw, {}, { who: filters, columns: listOf(column), sort: record, limit: positive }),
  fresh: (events, range) => ({
    kind: "people",
    who: [{ did: { event: goalEvent(events) }, op: ">=", value: 1, within: { range } }],
    columns: [{ measure: "events", event: goalEvent(events) }, { measure: "last_time" }],
    range,
  }),
  about: (question, events) =>
    events.length === 1
      ? {
          ...question,
          who: [{ did: { event: events[0] ?? null }, op: ">=", value: 1, within: { range: question.range } }],
          columns: [{ measure: "events", event: events[0] ?? null }, { measure: "last_time" }],
        }
      : question,
  occurrences: () => [],
  map: (question) => ({ ...question, who: completeFilters(question.who) }),
  missing: (question) =>
    (question.columns ?? []).flatMap((one, index) =>
      wantsProperty(one.measure) && !one.property ? [`columns.${index}.property`] : [],
    ),
  say: (question, t) => t("kinds.people.say", { count: countConditions(question.who) }),
  breakdowns: 0,
  intervals: [],
};
