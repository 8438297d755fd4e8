/** What a definition says of why somebody stands where they do, read from the wire. Pure. */
import type { Filter, Standing } from "@/contract";

export type Why =
  | { kind: "rule"; rule: Filter[] }
  | { kind: "stage"; first: number; last: number; days: number; period: number; returned: number | null }
  | { kind: "rfm"; form: string; r: Score; f: Score; m: Score };

export interface Score {
  value: number;
  score: number;
}

interface Wire {
  rule?: Filter[];
  first_active?: number;
  last_active?: number;
  active_days?: number;
  period?: number;
  returned?: number;
  form?: string;
  measured?: Record<"recency" | "frequency" | "monetary", number>;
  scores?: Record<"recency" | "frequency" | "monetary", number>;
}

/** Null where a definition gives no reason (groups by likeness). */
export function whyOf(standing: Standing): Why | null {
  const why: Wire = standing.why;
  if (why.rule) return { kind: "rule", rule: why.rule };
  if (why.period !== undefined) {
    return {
      kind: "stage",
      first: why.first_active ?? 0,
      last: why.last_active ?? 0,
      days: why.active_days ?? 0,
      period: why.period,
      returned: why.returned ?? null,
    };
  }
  const { measured, scores, form } = why;
  if (!measured || !scores || !form) return null;
  return {
    kind: "rfm",
    form,
    r: { value: measured.recency, score: scores.recency },
    f: { value: measured.frequency, score: scores.frequency },
    m: { value: measured.monetary, score: scores.monetary },
  };
}
