import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, body, recentQuery, wire } from "@/base/api";
import { useProject } from "@/base/project";
import { asQuestion, questionToText } from "@/base/question";
import type { Question } from "@/contract";

const SHOWN = 10;
/** A question on which somebody stays so long was meant. */
const SETTLED_MS = 4000;

/** What the member asked last, as far as this console can show it. */
export function useRecent(): { question: Question; asked_at: string }[] {
  const project = useProject();
  const { data } = useQuery(recentQuery(project.id));
  return (data ?? [])
    .flatMap((one) => {
      try {
        return [{ question: asQuestion(one.question), asked_at: one.asked_at }];
      } catch {
        return [];
      }
    })
    .slice(0, SHOWN);
}

/** Notes a question that was answered and looked at for a while. */
export function useNoteRecent(question: Question, answered: boolean): void {
  const project = useProject();
  const client = useQueryClient();
  const text = questionToText(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says when the question is another
  useEffect(() => {
    if (!answered) return;
    const timer = setTimeout(() => {
      body(
        api.POST("/api/projects/{project_id}/recent", {
          params: { path: { project_id: project.id } },
          body: wire(question),
        }),
      ).then(
        () => client.invalidateQueries({ queryKey: recentQuery(project.id).queryKey }),
        () => {}, // A note that is lost is no loss.
      );
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text, answered, project.id]);
}
