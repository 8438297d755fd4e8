import { useCallback } from "react";
import { decode, encode, useUrlState } from "@/base/url";
import type { Question } from "@/contract";

export interface Behind {
  question: Question;
  address: string;
  /** What the figure says, for the drawer's title. */
  title?: string;
  /** The figure itself when it counts people: the list must be as long. */
  figure?: number;
}

/**
 * The one gesture of every figure: open the people behind it. The open drawer is part of the address
 * (`people` and `of`), so Back closes it and a link shows it.
 */
export function usePeopleBehind() {
  const { get, set } = useUrlState();
  const address = get("people");
  const of = get("of");
  const open = useCallback(
    (behind: Behind) =>
      set(
        { people: behind.address, of: encode(behind.question) },
        { state: { title: behind.title ?? null, figure: behind.figure ?? null } },
      ),
    [set],
  );
  const close = useCallback(() => set({ people: null, of: null }), [set]);
  return { address, question: questionOf(of), open, close };
}

function questionOf(text: string | null): Question | null {
  if (!text) return null;
  try {
    return decode(text) as Question;
  } catch {
    return null;
  }
}
