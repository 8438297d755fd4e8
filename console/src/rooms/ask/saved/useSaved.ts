import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, body, savedQuery, wire } from "@/base/api";
import { useProject } from "@/base/project";
import type { Question } from "@/contract";

/** The project's saved questions and what can be done with them. */
export function useSaved() {
  const project = useProject();
  const client = useQueryClient();
  const query = useQuery(savedQuery(project.id));
  const refresh = () => client.invalidateQueries({ queryKey: savedQuery(project.id).queryKey });
  const path = (saved_id: string) => ({ params: { path: { project_id: project.id, saved_id } } });
  const create = useMutation({
    mutationFn: (wanted: { name: string; question: Question }) =>
      body(
        api.POST("/api/projects/{project_id}/saved", {
          params: { path: { project_id: project.id } },
          body: { name: wanted.name, question: wire(wanted.question) },
        }),
      ),
    onSuccess: refresh,
  });
  const change = useMutation({
    mutationFn: ({ id, name, question }: { id: string; name?: string; question?: Question }) =>
      body(
        api.PATCH("/api/projects/{project_id}/saved/{saved_id}", {
          ...path(id),
          body: { ...(name ? { name } : {}), ...(question ? { question: wire(question) } : {}) },
        }),
      ),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => body(api.DELETE("/api/projects/{project_id}/saved/{saved_id}", path(id))),
    onSuccess: refresh,
  });
  return { list: query.data ?? [], create, change, remove };
}
