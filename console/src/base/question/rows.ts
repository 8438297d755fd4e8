/** The rows of answers, typed by the kind of question that was asked. */
import type { Answer } from "@/contract";

export interface TrendRow {
  bucket: string;
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  complete: boolean;
  address: string;
}

export interface TrendTotal {
  series: string;
  breakdown?: unknown;
  value: number | null;
  previous?: number | null;
  previous_address?: string | null;
  address: string;
}

export interface FunnelRow {
  step: number;
  event: string;
  breakdown?: unknown;
  people: number;
  from_first: number | null;
  from_previous: number | null;
  median_seconds: number | null;
  median_seconds_from_previous?: number | null;
  address: string;
  dropped_address?: string | null;
}

export interface FunnelTotal {
  breakdown?: unknown;
  entered: number;
  converted: number;
  rate: number | null;
  median_seconds: number | null;
}

export interface RetentionRow {
  cohort: string;
  offset: number;
  people: number;
  size: number;
  rate: number | null;
  complete: boolean;
  address: string;
  cohort_address: string;
}

export interface RetentionAverage {
  offset: number;
  people: number;
  of: number;
  rate: number | null;
  complete: boolean;
}

// The wire carries rows of every kind in one shape; the kind of the question says which it is.
const rows = <T>(answer: Answer): T[] => answer.rows as unknown as T[];
const total = <T>(answer: Answer, key: string): T[] => (answer.totals[key] ?? []) as T[];

export const trendRows = (answer: Answer) => rows<TrendRow>(answer);
export const trendTotals = (answer: Answer) => total<TrendTotal>(answer, "series");
export const funnelRows = (answer: Answer) => rows<FunnelRow>(answer);
export const funnelTotals = (answer: Answer) => total<FunnelTotal>(answer, "rows");
export const retentionRows = (answer: Answer) => rows<RetentionRow>(answer);
export const retentionAverage = (answer: Answer) => total<RetentionAverage>(answer, "average");
