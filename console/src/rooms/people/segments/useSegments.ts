import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";

/** What can be done with a segment. */
export function useSegments() {
  const project = useProject();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: [...projectKey(project.id), "segments"] });
  const path = (segment_id: string) => ({ params: { path: { project_id: project.id, segment_id } } });
  const rename = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      body(api.PATCH("/api/projects/{project_id}/segments/{segment_id}", { ...path(id), body: { name } })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/segments/{segment_id}", path(id))),
    onSuccess,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/segments/{segment_id}/restore", path(id))),
    onSuccess,
  });
  return { rename, remove, restore };
}
