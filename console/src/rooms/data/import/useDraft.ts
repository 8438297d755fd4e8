import { useCallback, useEffect, useRef, useState } from "react";
import { decode, encode, useUrlState } from "@/base/url";
import type { Preview } from "@/contract";
import { type Change, changedDraft, type Draft } from "./draft";

function read(text: string | null): Draft {
  if (!text) return {};
  try {
    const value = decode(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Draft) : {};
  } catch {
    return {};
  }
}

export const draftText = (draft: Draft) => (Object.keys(draft).length > 0 ? encode(draft) : null);

/** The draft, kept here so that typing is immediate, and in the address so that a reload finds it again. */
export function useDraft() {
  const { get, set } = useUrlState();
  const [draft, setDraft] = useState<Draft>(() => read(get("map")));
  const write = useRef(set);
  write.current = set;
  const written = useRef(draft);

  useEffect(() => {
    if (draft === written.current) return;
    const timer = setTimeout(() => {
      written.current = draft;
      write.current({ map: draftText(draft) }, { replace: true });
    }, 300);
    return () => clearTimeout(timer);
  }, [draft]);

  const change = useCallback(
    (preview: Pick<Preview, "columns" | "proposed">, wanted: Change) =>
      setDraft((old) => changedDraft(preview, old, wanted)),
    [],
  );
  return { draft, change };
}
