/** Groups by likeness as the server knows them, and what can be done with them. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { GroupNames, Likeness } from "@/contract";

const key = (project: string) => [...projectKey(project), "likeness"] as const;
const of = (project: string) => ({ path: { project_id: project } });
const at = (project: string, id: string) => ({ path: { project_id: project, likeness_id: id } });

export const likenessesQuery = (project: string, deleted: boolean) =>
  queryOptions({
    queryKey: [...key(project), "list", deleted],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/likeness", {
            params: { ...of(project), query: { deleted } },
            signal,
          }),
        )
      ).likenesses,
  });

export const likenessQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [...key(project), "one", id],
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/likeness/{likeness_id}", { params: at(project, id), signal })),
  });

export const groupsQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [...key(project), "groups", id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/likeness/{likeness_id}/groups", {
          params: at(project, id),
          signal,
        }),
      ),
  });

export const likenessUsesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [...key(project), "uses", id],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/likeness/{likeness_id}/uses", {
            params: at(project, id),
            signal,
          }),
        )
      ).used_by,
  });

/** What is looked at, and into how many groups at most. */
export interface Wanted {
  features: string[];
  most: number;
}

export const proposalQuery = (project: string, wanted: Wanted) =>
  queryOptions({
    queryKey: [...key(project), "proposal", wanted],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/likeness/propose", {
          params: of(project),
          body: wanted,
          signal,
        }),
      ),
  });

interface Kept {
  key: string;
  name: string;
  likeness: Likeness;
}

interface Renamed {
  id: string;
  version: number;
  name?: string;
  groups?: Record<string, GroupNames>;
}

/** What can be done with groups. They are a property of people: all of the project is asked anew. */
export function useLikeness() {
  const project = useProject();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: projectKey(project.id) });
  const keep = useMutation({
    mutationFn: (kept: Kept) =>
      body(api.POST("/api/projects/{project_id}/likeness", { params: of(project.id), body: kept })),
    onSuccess,
  });
  const rename = useMutation({
    mutationFn: ({ id, ...change }: Renamed) =>
      body(
        api.PATCH("/api/projects/{project_id}/likeness/{likeness_id}", {
          params: at(project.id, id),
          body: { groups: {}, ...change },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/likeness/{likeness_id}", { params: at(project.id, id) })),
    onSuccess,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(
        api.POST("/api/projects/{project_id}/likeness/{likeness_id}/restore", { params: at(project.id, id) }),
      ),
    onSuccess,
  });
  return { keep, rename, remove, restore };
}
