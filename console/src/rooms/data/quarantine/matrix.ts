/** Refusals as a table of reasons by sources. Pure. */
import type { ReasonCount } from "@/contract";

export interface ReasonRow {
  code: string;
  total: number;
  newest: string;
  /** By source id. */
  counts: Record<string, number>;
}

export interface Matrix {
  rows: ReasonRow[];
  /** Those that have refusals, the most first. */
  sources: { id: string; name: string; total: number }[];
}

/** Reasons with most refusals first; only of one source where one is given. */
export function matrixOf(reasons: readonly ReasonCount[], source: string | null): Matrix {
  const rows = new Map<string, ReasonRow>();
  const sources = new Map<string, { id: string; name: string; total: number }>();
  for (const one of reasons) {
    if (source !== null && one.source_id !== source) continue;
    const row = rows.get(one.code) ?? { code: one.code, total: 0, newest: one.newest, counts: {} };
    row.total += one.count;
    row.counts[one.source_id] = (row.counts[one.source_id] ?? 0) + one.count;
    if (one.newest > row.newest) row.newest = one.newest;
    rows.set(one.code, row);
    const of = sources.get(one.source_id) ?? { id: one.source_id, name: one.source, total: 0 };
    of.total += one.count;
    sources.set(one.source_id, of);
  }
  const most = (a: { total: number }, b: { total: number }) => b.total - a.total;
  return { rows: [...rows.values()].sort(most), sources: [...sources.values()].sort(most) };
}
