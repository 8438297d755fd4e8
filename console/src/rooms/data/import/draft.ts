/**
 * How a file is to be read: what the server proposes, with what the reader changed laid over it.
 * A draft holds the changes only, so that it is short enough for the address. Pure.
 */
import type { Mapping, Preview, PreviewColumn } from "@/contract";

export type Role = "person" | "time" | "event" | "id";
export type Kind = "event" | "person" | "skip";
export type EventBy = "column" | "name";
export type Format = NonNullable<Mapping["format"]>;

export interface Draft {
  format?: Format;
  encoding?: string;
  delimiter?: string;
  person?: string | null;
  time?: string | null;
  event?: string | null;
  id?: string | null;
  eventBy?: EventBy;
  eventName?: string;
  kinds?: Record<string, Kind>;
  timezone?: string;
  timeFormat?: string;
  where?: string;
}

export type Change =
  | { type: "read"; format?: Format; encoding?: string; delimiter?: string }
  | { type: "role"; role: Role; column: string | null }
  | { type: "eventBy"; by: EventBy }
  | { type: "kind"; columns: string[]; kind: Kind }
  | { type: "set"; field: "eventName" | "timezone" | "timeFormat" | "where"; value: string };

/** What every column is, the reader's changes included. */
export interface Plan {
  person: string | null;
  time: string | null;
  event: string | null;
  id: string | null;
  eventBy: EventBy;
  eventName: string;
  /** Columns without a role of their own, in file order. */
  rest: { column: PreviewColumn; kind: Kind }[];
  timezone: string | null;
  timeFormat: string;
  where: string;
}

const ROLES: Role[] = ["person", "time", "event", "id"];

type Head = Pick<Preview, "columns" | "proposed">;

export function planOf(preview: Head, draft: Draft): Plan {
  const { proposed } = preview;
  const known = new Set(preview.columns.map((column) => column.name));
  const holds = (role: Role): string | null => {
    const column = draft[role] === undefined ? proposed[role] : draft[role];
    return column && known.has(column) ? column : null;
  };
  const roles = { person: holds("person"), time: holds("time"), event: holds("event"), id: holds("id") };
  const eventBy = draft.eventBy ?? (roles.event || !proposed.event_name ? "column" : "name");
  const used = new Set([roles.person, roles.time, roles.id, eventBy === "column" ? roles.event : null]);
  const hadRole = new Set(ROLES.map((role) => proposed[role]));
  const kindOf = (name: string): Kind => {
    const chosen = draft.kinds?.[name];
    if (chosen) return chosen;
    if (proposed.person_properties?.includes(name)) return "person";
    // A column that lost the role it was proposed for is kept as a property: nothing is dropped unasked.
    return !proposed.properties || proposed.properties.includes(name) || hadRole.has(name) ? "event" : "skip";
  };
  return {
    ...roles,
    eventBy,
    eventName: draft.eventName ?? proposed.event_name ?? "",
    rest: preview.columns
      .filter((column) => !used.has(column.name))
      .map((column) => ({ column, kind: kindOf(column.name) })),
    timezone: draft.timezone ?? proposed.timezone ?? null,
    timeFormat: draft.timeFormat ?? proposed.time_format ?? "",
    where: draft.where ?? proposed.where ?? "",
  };
}

/** The draft after a change. A column has one role: given a new one, it leaves the old. */
export function changedDraft(preview: Head, draft: Draft, change: Change): Draft {
  switch (change.type) {
    case "read": {
      const { type: _, ...reading } = change;
      return { ...draft, ...reading };
    }
    case "role": {
      const next: Draft = { ...draft, [change.role]: change.column };
      const plan = planOf(preview, draft);
      for (const role of ROLES) {
        if (role !== change.role && change.column !== null && plan[role] === change.column) next[role] = null;
      }
      return next;
    }
    case "eventBy":
      return { ...draft, eventBy: change.by };
    case "kind": {
      const kinds = { ...draft.kinds };
      for (const name of change.columns) kinds[name] = change.kind;
      return { ...draft, kinds };
    }
    case "set":
      return { ...draft, [change.field]: change.value };
  }
}

/** The fields that must be given before the file can be read, in the order of the form. */
export function missing(plan: Plan): ("person" | "time" | "event" | "event_name")[] {
  const out: ReturnType<typeof missing> = [];
  if (!plan.person) out.push("person");
  if (!plan.time) out.push("time");
  if (plan.eventBy === "column" && !plan.event) out.push("event");
  if (plan.eventBy === "name" && !plan.eventName.trim()) out.push("event_name");
  return out;
}

/** The mapping to send. What was detected is sent along, so that the file is read as it was shown. */
export function mappingOf(preview: Preview, plan: Plan): Mapping {
  const named = (kind: Kind) => plan.rest.filter((one) => one.kind === kind).map((one) => one.column.name);
  const all = named("skip").length === 0;
  return {
    person: plan.person ?? "",
    time: plan.time ?? "",
    event: plan.eventBy === "column" ? plan.event : null,
    event_name: plan.eventBy === "name" ? plan.eventName.trim() : null,
    id: plan.id,
    properties: all ? null : named("event"),
    person_properties: named("person"),
    timezone: plan.timezone,
    time_format: plan.timeFormat.trim() || null,
    where: plan.where.trim() || null,
    format: preview.format,
    encoding: preview.encoding,
    delimiter: preview.delimiter,
  };
}

export interface RowReading {
  person: string | null;
  time: string | null;
  event: string | null;
  properties: [string, string][];
  about: [string, string][];
}

/** What the first row that names a person would become: the plan, said with the file's own values. */
export function firstReading(preview: Preview, plan: Plan): RowReading | null {
  const index = new Map(preview.columns.map((column, at) => [column.name, at]));
  const cell = (row: (string | null)[], name: string | null) =>
    name === null ? null : (row[index.get(name) ?? -1] ?? null);
  const row = preview.rows.find((one) => cell(one, plan.person)) ?? preview.rows[0];
  if (!row) return null;
  const values = (kind: Kind): [string, string][] =>
    plan.rest
      .filter((one) => one.kind === kind)
      .map((one): [string, string | null] => [one.column.label, cell(row, one.column.name)])
      .filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== "");
  return {
    person: cell(row, plan.person),
    time: cell(row, plan.time),
    event: plan.eventBy === "name" ? plan.eventName.trim() || null : cell(row, plan.event),
    properties: values("event"),
    about: values("person"),
  };
}

/** The field of the form that the server's `field` means; null where it names none of ours. */
export function formField(field: string | null): string | null {
  if (!field) return null;
  const name = field.replace(/^(body\.)?(mapping\.)?/, "").split(".")[0] ?? "";
  return FIELDS.has(name) ? name : null;
}

const FIELDS = new Set([
  "person",
  "time",
  "event",
  "event_name",
  "id",
  "properties",
  "person_properties",
  "timezone",
  "time_format",
  "where",
  "format",
  "encoding",
  "delimiter",
]);

export type Meaning = Role | "ofEvent" | "ofPerson" | "skip";

const MEANING: Record<Kind, Meaning> = { event: "ofEvent", person: "ofPerson", skip: "skip" };

/** What one column of the file means in the plan. */
export function meaningOf(plan: Plan, column: string): Meaning {
  if (plan.person === column) return "person";
  if (plan.time === column) return "time";
  if (plan.eventBy === "column" && plan.event === column) return "event";
  if (plan.id === column) return "id";
  return MEANING[plan.rest.find((one) => one.column.name === column)?.kind ?? "skip"];
}
