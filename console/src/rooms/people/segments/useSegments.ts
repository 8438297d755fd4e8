import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey, wire } from "@/base/api";
import { useProject } from "@/base/project";
import type { Question, SegmentKind } from "@/contract";

export interface Kept {
  name: string;
  description: string;
  kind: SegmentKind;
  question: Question;
}

/** What can be done with segments. Whatever was done, all that is shown of them is asked anew. */
export function useSegments() {
  const project = useProject();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: [...projectKey(project.id), "segments"] });
  const of = { params: { path: { project_id: project.id } } };
  const path = (segment_id: string) => ({ params: { path: { project_id: project.id, segment_id } } });
  const create = useMutation({
    mutationFn: ({ name, description, kind, question }: Kept) =>
      body(
        api.POST("/api/projects/{project_id}/segments", {
          ...of,
          body: { name, description, question: wire(question), dynamic: kind === "dynamic" },
        }),
      ),
    onSuccess: again,
  });
  const change = useMutation({
    mutationFn: ({ id, question, ...rest }: Partial<Kept> & { id: string }) =>
      body(
        api.PATCH("/api/projects/{project_id}/segments/{segment_id}", {
          ...path(id),
          body: { ...rest, ...(question ? { question: wire(question) } : {}) },
        }),
      ),
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/segments/{segment_id}", path(id))),
    onSuccess: again,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/segments/{segment_id}/restore", path(id))),
    onSuccess: again,
  });
  const refresh = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/segments/{segment_id}/refresh", path(id))),
    onSettled: again,
  });
  return { create, change, remove, restore, refresh };
}
