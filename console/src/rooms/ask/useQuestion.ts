import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { catalogueQuery, savedQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { asQuestion, defaultQuestion, questionFromText, questionToText } from "@/base/question";
import { useOpeningRange } from "@/base/range";
import { type UrlChange, useUrlState } from "@/base/url";
import type { Question, Saved } from "@/contract";

/** Where in an answer one looked belongs to its kind. */
const FORGET: UrlChange = { at: null, as: null, group: null };

/** The question as it stands in the address. An address without one gets the question that fits the project. */
export function useQuestion() {
  const project = useProject();
  const { get, set } = useUrlState();
  const catalogue = useQuery(catalogueQuery(project.id));
  const saved = useQuery(savedQuery(project.id)).data ?? [];
  const opening = useOpeningRange();
  const text = get("q");
  const written = useMemo(() => questionFromText(text), [text]);
  const savedId = get("saved");
  const origin = saved.find((one) => one.id === savedId) ?? null;

  const fallback = useMemo(
    () => (catalogue.data && opening ? defaultQuestion("trend", catalogue.data.events, opening) : null),
    [catalogue.data, opening],
  );

  useEffect(() => {
    if (!written && fallback) set({ q: questionToText(fallback) }, { replace: true });
  }, [written, fallback, set]);

  const question = written ?? fallback;
  return {
    catalogue,
    question,
    origin,
    changed: origin !== null && written !== null && questionToText(written) !== savedText(origin),
    /** Ask something else; `look` says at which part of the answer to look, else at what is shown first. */
    change: (next: Question, look: UrlChange = {}) =>
      set({
        q: questionToText(next),
        people: null,
        of: null,
        ...(next.kind === question?.kind ? {} : FORGET),
        ...look,
      }),
    open: (one: Saved) => {
      const question = readable(one);
      if (question) set({ q: questionToText(question), saved: one.id, people: null, of: null });
    },
    link: (id: string | null) => set({ saved: id }, { replace: true }),
  };
}

function readable(saved: Saved): Question | null {
  try {
    return asQuestion(saved.question);
  } catch {
    return null;
  }
}

function savedText(saved: Saved): string | null {
  const question = readable(saved);
  return question && questionToText(question);
}
