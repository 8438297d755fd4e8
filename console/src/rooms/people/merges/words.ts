/** How an entry of the list of merges reads. Pure. */
import type { Merge } from "@/contract";

export const KINDS: Merge["kind"][] = ["merge", "refused", "undo"];

export const kindOf = (word: string | null): Merge["kind"] | null =>
  KINDS.find((kind) => kind === word) ?? null;

/** What became of it: a merge that was taken back is no longer in force. */
export type Outcome = "merged" | "takenBack" | "refused" | "undo";

export function outcomeOf(entry: Pick<Merge, "kind" | "undone">): Outcome {
  if (entry.kind === "merge") return entry.undone ? "takenBack" : "merged";
  return entry.kind;
}

/** Whether it can be taken back. */
export const inForce = (entry: Pick<Merge, "kind" | "undone">) => outcomeOf(entry) === "merged";
