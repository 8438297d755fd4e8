import type { Replayed } from "@/contract";
import { type Chosen, useReplay } from "../stream/queries";

export interface Replaying {
  replay: (chosen: Chosen) => void;
  isPending: boolean;
  result: Replayed | undefined;
  error: unknown;
  forget: () => void;
}

/** Replaying refusals, and what came of it. */
export function useReplaying(project: string): Replaying {
  const { mutate, isPending, data, error, reset } = useReplay(project);
  return { replay: mutate, isPending, result: data, error, forget: reset };
}
