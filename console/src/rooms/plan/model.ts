/** The plan as the page shows it: rows, found and filtered; what was learned; allowed values as text. Pure. */
import type { PlannedEvent, PlannedProperty, PlanRemark, TrackingPlan } from "@/contract";

export type Status = PlannedEvent["status"];
export type Mode = PlannedEvent["mode"];
export type Kind = PlannedProperty["type"];
export type Allowed = NonNullable<PlannedProperty["allowed"]>;

export const STATUSES: Status[] = ["planned", "live", "deprecated", "blocked"];
export const MODES: Mode[] = ["observe", "enforce"];
export const KINDS: Kind[] = ["number", "boolean", "text", "time", "list", "object", "any"];
export const SHOWN = ["all", "problems", "learned", "enforced"] as const;
export type Shown = (typeof SHOWN)[number];

/** What stands for an event where a property is one of people. */
export const PEOPLE = "";

/** One line of the list: an event, or the properties of people (`event` is null). */
export interface PlanRow {
  name: string;
  event: PlannedEvent | null;
  properties: PlannedProperty[];
  remarks: PlanRemark[];
  /** How often events were not as planned. */
  problems: number;
  /** How many of its entries nobody has confirmed, itself included. */
  learned: number;
}

function grouped<T extends { event: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.event);
    if (group) group.push(item);
    else groups.set(item.event, [item]);
  }
  return groups;
}

/**
 * Every event by name; what is planned of people comes first. A record that only describes a person is of no planned
 * event: what was said of its properties is said of people.
 */
export function planRows(plan: TrackingPlan, remarks: readonly PlanRemark[]): PlanRow[] {
  const properties = grouped(plan.properties);
  const events = new Set(plan.events.map((event) => event.name));
  const told = grouped(remarks.map((one) => (events.has(one.event) ? one : { ...one, event: PEOPLE })));
  const row = (name: string, event: PlannedEvent | null): PlanRow => {
    const own = properties.get(name) ?? [];
    const said = (told.get(name) ?? []).filter((one) => name !== PEOPLE || one.property !== "");
    return {
      name,
      event,
      properties: own,
      remarks: said,
      problems: said.reduce((sum, one) => sum + one.count, 0),
      learned: own.filter((one) => one.learned).length + (event?.learned ? 1 : 0),
    };
  };
  return [row(PEOPLE, null), ...plan.events.map((event) => row(event.name, event))];
}

export interface Filters {
  search: string;
  status: Status | null;
  shown: Shown;
}

export const statusOf = (word: string | null): Status | null =>
  STATUSES.find((status) => status === word) ?? null;

export const shownOf = (word: string | null): Shown => SHOWN.find((shown) => shown === word) ?? "all";

/** The rows that match. A search looks into names (of properties too), owners and descriptions. */
export function filtered(
  rows: readonly PlanRow[],
  { search, status, shown }: Filters,
  named: (name: string) => string,
): PlanRow[] {
  const part = search.trim().toLowerCase();
  const has = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(part));
  return rows.filter((row) => {
    if (status && row.event?.status !== status) return false;
    if (shown === "problems" && row.problems === 0) return false;
    if (shown === "learned" && row.learned === 0) return false;
    if (shown === "enforced" && row.event?.mode !== "enforce") return false;
    if (part === "") return true;
    const event = row.event;
    return (
      has(row.name, named(row.name)) ||
      (event !== null && has(event.owner, event.description.zh, event.description.en)) ||
      row.properties.some((one) => has(one.name, one.description.zh, one.description.en))
    );
  });
}

/** The description in the reader's language, else in the other. */
export function described(description: { zh: string; en: string }, locale: string): string {
  return locale.startsWith("zh") ? description.zh || description.en : description.en || description.zh;
}

/** Entries by name: of events with their properties, and of people. */
export interface Named {
  events: { name: string; properties: { name: string }[] }[];
  people: { name: string }[];
}

/** What of these rows was learned and not confirmed yet. */
export function learnedOf(rows: readonly PlanRow[]): Named {
  const names = (row: PlanRow) => row.properties.filter((one) => one.learned).map(({ name }) => ({ name }));
  return {
    events: rows
      .filter((row) => row.event !== null && row.learned > 0)
      .map((row) => ({ name: row.name, properties: names(row) })),
    people: rows.filter((row) => row.event === null).flatMap(names),
  };
}

/** A plan as a file that confirms what it names and changes nothing else (JSON is YAML). */
export const confirmation = (named: Named): string => JSON.stringify(named);

/** Allowed values as they are typed: a number or a truth where the type says so, text otherwise; null for none. */
export function allowedOf(texts: readonly string[], type: Kind): Allowed | null {
  const values = texts.map((text) => text.trim()).filter((text) => text !== "");
  if (values.length === 0 || type === "object") return null;
  return values.map((text) => {
    if (type === "number" && Number.isFinite(Number(text))) return Number(text);
    if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
    return text;
  });
}
