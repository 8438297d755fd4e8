import { useMemo } from "react";
import { decode, encode, useUrlState } from "@/base/url";
import { type Draft, draftFrom } from "../draft";

/** What is being written stands in the address; until something is, it is what there was. */
export function useDraft<T extends Draft | null>(initial: T): [Draft | T, (draft: Draft) => void] {
  const { get, set } = useUrlState();
  const text = get("d");
  const written = useMemo(() => read(text), [text]);
  return [written ?? initial, (draft) => set({ d: encode(draft) }, { replace: true })];
}

function read(text: string | null): Draft | null {
  try {
    return text === null ? null : draftFrom(decode(text));
  } catch {
    return null;
  }
}
