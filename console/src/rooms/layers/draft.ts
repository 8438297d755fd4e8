/** Layers as they are being written: complete where the server wants it, but for conditions that are not finished. */
import {
  completeFilters,
  countConditions,
  filtersFrom,
  occurrenceFrom,
  placeIn,
  rangeFrom,
} from "@/base/question";
import type { DefinedLayers, Filter, LayerNames, Occurrence, Range, WireLayers } from "@/contract";

export interface Rung {
  key: string;
  names: LayerNames;
  who: Filter[];
}

export interface Target {
  from: string;
  to: string;
  op: ">=" | "<=";
  share: number;
  days: number;
}

export interface Ladder {
  kind: "ladder";
  /** The lowest first. */
  rungs: Rung[];
  targets: Target[];
}

export const STAGE_DAYS = [
  "new_days",
  "returned_days",
  "dormant_after",
  "lost_after",
  "period",
  "mature_days",
] as const;
export type Stage = { kind: "stage"; activity: Occurrence } & Record<(typeof STAGE_DAYS)[number], number>;

type WireRfm = Extract<WireLayers, { kind: "rfm" }>;
export type Form = WireRfm["form"];
export type Scoring = NonNullable<WireRfm["scoring"]>;
export type Frequency = NonNullable<WireRfm["frequency"]>;
export const DIMENSIONS = ["r", "f", "m"] as const;

export interface Rfm {
  kind: "rfm";
  form: Form;
  event: Occurrence;
  frequency?: Frequency;
  order?: string;
  amount?: string;
  engagement?: Occurrence;
  engaged: "events" | "days" | "sum";
  window?: Range;
  scoring: Scoring;
  bins: 3 | 5;
  cuts?: Record<(typeof DIMENSIONS)[number], number[]>;
  high: "mean" | number;
}

export type Draft = Ladder | Stage | Rfm;

type Raw = Record<string, unknown>;
const there = (value: unknown) => value !== null && value !== undefined;

/** A draft from JSON, of the address or of the server; throws a TypeError where it is none. */
export function draftFrom(value: unknown): Draft {
  const raw = value as Raw;
  if (raw?.kind === "ladder") return ladderFrom(raw);
  if (raw?.kind === "stage") return stageFrom(raw);
  if (raw?.kind === "rfm") return rfmFrom(raw);
  throw new TypeError("layers wanted");
}

function ladderFrom(raw: Raw): Ladder {
  const rungs = (raw.rungs as Raw[]).map((one) => ({
    key: String(one.key),
    names: one.names as LayerNames,
    who: filtersFrom(one.who ?? []),
  }));
  return { kind: "ladder", rungs, targets: (raw.targets ?? []) as Target[] };
}

const DEFAULT: Record<(typeof STAGE_DAYS)[number], number> = {
  new_days: 7,
  returned_days: 14,
  dormant_after: 14,
  lost_after: 60,
  period: 28,
  mature_days: 8,
};

function stageFrom(raw: Raw): Stage {
  const days = STAGE_DAYS.map((name) => [name, Number(raw[name] ?? DEFAULT[name])]);
  return {
    kind: "stage",
    activity: occurrenceFrom(raw.activity ?? { event: null }),
    ...(Object.fromEntries(days) as typeof DEFAULT),
  };
}

function rfmFrom(raw: Raw): Rfm {
  const given = (names: readonly string[]) =>
    Object.fromEntries(names.filter((name) => there(raw[name])).map((name) => [name, raw[name]]));
  return {
    kind: "rfm",
    form: raw.form as Form,
    event: occurrenceFrom(raw.event ?? { event: null }),
    engaged: "events",
    scoring: "quantile",
    bins: 5,
    high: "mean",
    ...given(["frequency", "order", "amount", "engaged", "scoring", "bins", "cuts", "high"]),
    ...(there(raw.engagement) ? { engagement: occurrenceFrom(raw.engagement) } : {}),
    ...(there(raw.window) ? { window: rangeFrom(raw.window) } : {}),
  };
}

/** As the server takes it: unfinished conditions are left out, and what another form or scoring needs. */
export function wireOf(draft: Draft): WireLayers {
  if (draft.kind === "ladder") {
    const rungs = draft.rungs.map((rung, index) => ({
      ...rung,
      who: index === 0 ? [] : completeFilters(rung.who),
    }));
    return { ...draft, rungs } as unknown as WireLayers;
  }
  if (draft.kind === "stage") return { ...draft, activity: whole(draft.activity) } as unknown as WireLayers;
  const { order, amount, engagement, cuts, frequency, ...rest } = draft;
  const sums = draft.form === "rfm" || (draft.form === "rfe" && draft.engaged === "sum");
  return {
    ...rest,
    event: whole(draft.event),
    ...(frequency ? { frequency } : {}),
    ...(frequency === "distinct" && order ? { order } : {}),
    ...(sums && amount ? { amount } : {}),
    ...(draft.form === "rfe" && engagement ? { engagement: whole(engagement) } : {}),
    ...(draft.scoring === "cuts" && cuts ? { cuts } : {}),
  } as unknown as WireLayers;
}

const whole = (one: Occurrence): Occurrence => ({ ...one, filters: completeFilters(one.filters) });

/** What must be chosen before anything can be counted; null where nothing is missing. */
export function missing(draft: Draft): string | null {
  if (draft.kind === "ladder") {
    const empty = draft.rungs.findIndex((rung, index) => index > 0 && completeFilters(rung.who).length === 0);
    if (empty > 0) return `rungs.${empty}`;
    return draft.rungs.some((rung) => !rung.names.zh.trim() || !rung.names.en.trim()) ? "names" : null;
  }
  if (draft.kind === "stage") return null;
  if (draft.form === "rfm" && draft.event.event === null) return "event";
  if (draft.form === "rfm" && !draft.amount) return "amount";
  if (draft.form === "rfe" && !draft.engagement) return "engagement";
  if (draft.form === "rfe" && draft.engaged === "sum" && !draft.amount) return "amount";
  if (draft.frequency === "distinct" && !draft.order) return "order";
  return draft.scoring === "cuts" && !draft.cuts ? "cuts" : null;
}

/** How many conditions are left out, for they are not finished. */
export function unfinished(draft: Draft): number {
  const lists = draft.kind === "ladder" ? draft.rungs.map((rung) => rung.who) : [];
  return lists.reduce((sum, who) => sum + countConditions(who) - countConditions(completeFilters(who)), 0);
}

/** The place of a wrong field among conditions of which unfinished ones were not sent. */
export function placeOf(field: string, draft: Draft): string {
  const found = /^layers\.rungs\.(\d+)\.who\.(.+)$/.exec(field);
  if (!found || draft.kind !== "ladder") return field;
  const who = draft.rungs[Number(found[1])]?.who ?? [];
  return `layers.rungs.${found[1]}.who.${placeIn(who, found[2] ?? "")}`;
}

/** The rules of a ladder by the value of who stands there; of other layers none. */
export function rungsOf({ layers, property }: DefinedLayers): Map<string, Filter[]> {
  if (layers.kind !== "ladder") return new Map();
  const { rungs } = ladderFrom(layers as unknown as Raw);
  return new Map(
    rungs.filter((rung) => rung.who.length > 0).map((rung) => [`${property}_${rung.key}`, rung.who]),
  );
}

/** A key that no rung has. */
export function freeKey(rungs: readonly Rung[]): string {
  let number = rungs.length;
  while (rungs.some((rung) => rung.key === `rung${number}`)) number += 1;
  return `rung${number}`;
}
