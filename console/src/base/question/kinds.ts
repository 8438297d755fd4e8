/** Every kind of question: the one place that lists them, in the groups in which they are offered. */
import type { Kind, Question } from "@/contract";
import { attribution } from "./attribution";
import { distribution } from "./distribution";
import { drivers } from "./drivers";
import { frequency } from "./frequency";
import { funnel } from "./funnel";
import { interval } from "./interval";
import type { KindOf } from "./kind";
import { lifecycle } from "./lifecycle";
import { ltv } from "./ltv";
import { migration } from "./migration";
import { path } from "./path";
import { people } from "./people";
import { retention } from "./retention";
import { sessions } from "./sessions";
import { stickiness } from "./stickiness";
import { trend } from "./trend";

export type Of<K extends Kind> = Extract<Question, { kind: K }>;

const REGISTRY: { [K in Kind]: KindOf<Of<K>> } = {
  trend,
  funnel,
  retention,
  lifecycle,
  stickiness,
  frequency,
  interval,
  distribution,
  sessions,
  ltv,
  path,
  attribution,
  drivers,
  migration,
  people,
};

export const KIND_GROUPS: readonly { key: string; kinds: readonly Kind[] }[] = [
  { key: "amount", kinds: ["trend", "distribution", "sessions"] },
  { key: "conversion", kinds: ["funnel", "path", "attribution", "drivers", "interval"] },
  { key: "return", kinds: ["retention", "lifecycle", "stickiness", "frequency"] },
  { key: "value", kinds: ["ltv"] },
  { key: "people", kinds: ["people", "migration"] },
];

export const KINDS: readonly Kind[] = KIND_GROUPS.flatMap((group) => group.kinds);

export const isKind = (value: unknown): value is Kind =>
  typeof value === "string" && Object.hasOwn(REGISTRY, value);

/** What the console knows of a kind. */
export const kindOf = <Q extends Question>(kind: Q["kind"]): KindOf<Q> =>
  REGISTRY[kind as Kind] as unknown as KindOf<Q>;
