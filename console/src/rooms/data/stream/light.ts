/** What the states of a source look like. Pure. */
import type { SourceState } from "@/contract";

export type Tone = "good" | "wait" | "warn" | "bad" | "off";

/** Green is only what has gone all the way: a question counts its events. */
export const TONE: Record<SourceState, Tone> = {
  ok: "good",
  new: "wait",
  quiet: "off",
  archived: "off",
  behind: "warn",
  silent: "warn",
  refusing: "warn",
  refused: "bad",
  stuck: "bad",
};

/** The share of what came that was refused; null where nothing came. */
export const refusedShare = (source: { accepted: number; refused: number }): number | null =>
  source.accepted > 0 ? source.refused / source.accepted : null;
