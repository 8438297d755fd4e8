/** Traits as the server knows them, and what can be done with them. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { Computed, WireTrait } from "@/contract";

const key = (project: string) => [...projectKey(project), "traits"] as const;
const of = (project: string) => ({ path: { project_id: project } });
const at = (project: string, trait: string) => ({ path: { project_id: project, trait_id: trait } });

export const traitsQuery = (project: string, deleted: boolean) =>
  queryOptions({
    queryKey: [...key(project), "list", deleted],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/traits", {
            params: { ...of(project), query: { deleted } },
            signal,
          }),
        )
      ).traits,
  });

export const traitQuery = (project: string, trait: string) =>
  queryOptions({
    queryKey: [...key(project), "one", trait],
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/traits/{trait_id}", { params: at(project, trait), signal })),
  });

export const traitUsesQuery = (project: string, trait: string) =>
  queryOptions({
    queryKey: [...key(project), "uses", trait],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/traits/{trait_id}/uses", {
            params: at(project, trait),
            signal,
          }),
        )
      ).used_by,
  });

export const traitVersionsQuery = (project: string, trait: string) =>
  queryOptions({
    queryKey: [...key(project), "versions", trait],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/traits/{trait_id}/versions", {
            params: at(project, trait),
            signal,
          }),
        )
      ).versions,
  });

/** The editor's trait is a finished one by now: conditions without a value were left out. */
export const asWire = (trait: Computed) => trait as WireTrait;

export const previewQuery = (project: string, trait: Computed) =>
  queryOptions({
    queryKey: [...key(project), "preview", trait],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/traits/preview", {
          params: of(project),
          body: { trait: asWire(trait) },
          signal,
        }),
      ),
  });

interface Kept {
  name: string;
  description: string;
  trait: Computed;
}

interface Changed {
  id: string;
  version: number;
  description?: string;
  trait?: Computed;
}

/** What can be done with traits. They are properties of people: whatever was done, all of the project is asked anew. */
export function useTraits() {
  const project = useProject();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: projectKey(project.id) });
  const define = useMutation({
    mutationFn: ({ trait, ...kept }: Kept) =>
      body(
        api.POST("/api/projects/{project_id}/traits", {
          params: of(project.id),
          body: { ...kept, trait: asWire(trait) },
        }),
      ),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ id, trait, ...rest }: Changed) =>
      body(
        api.PATCH("/api/projects/{project_id}/traits/{trait_id}", {
          params: at(project.id, id),
          body: { ...rest, ...(trait ? { trait: asWire(trait) } : {}) },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/traits/{trait_id}", { params: at(project.id, id) })),
    onSuccess,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/traits/{trait_id}/restore", { params: at(project.id, id) })),
    onSuccess,
  });
  return { define, change, remove, restore };
}
