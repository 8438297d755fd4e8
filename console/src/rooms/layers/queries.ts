/** Layers as the server knows them, and what can be done with them. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { WireLayers } from "@/contract";

const key = (project: string) => [...projectKey(project), "layers"] as const;
const of = (project: string) => ({ params: { path: { project_id: project } } });

export const layersQuery = (project: string, deleted = false) =>
  queryOptions({
    queryKey: [...key(project), "list", deleted],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/layers", {
            params: { path: { project_id: project }, query: { deleted } },
            signal,
          }),
        )
      ).layers,
  });

export const oneLayersQuery = (project: string, property: string) =>
  queryOptions({
    queryKey: [...key(project), "one", property],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/layers/{layers_id}", {
          params: { path: { project_id: project, layers_id: property } },
          signal,
        }),
      ),
  });

export const compositionQuery = (project: string, property: string, at: string, before: string) =>
  queryOptions({
    queryKey: [...key(project), "composition", property, at, before],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/layers/{layers_id}/composition", {
          params: { path: { project_id: project, layers_id: property }, query: { at, before } },
          signal,
        }),
      ),
  });

export const crossQuery = (project: string, rows: string, columns: string, at: string) =>
  queryOptions({
    queryKey: [...key(project), "cross", rows, columns, at],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/layers/cross", {
          params: { path: { project_id: project }, query: { rows, columns, at } },
          signal,
        }),
      ),
  });

export const templatesQuery = (project: string) =>
  queryOptions({
    queryKey: [...key(project), "templates"],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/layers/templates", { ...of(project), signal })))
        .templates,
  });

export const filledQuery = (project: string, template: string, events: Record<string, string | null>) =>
  queryOptions({
    queryKey: [...key(project), "filled", template, events],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await body(
          api.POST("/api/projects/{project_id}/layers/templates/{template}", {
            params: { path: { project_id: project, template } },
            body: { events },
            signal,
          }),
        )
      ).ladders,
  });

export const previewQuery = (project: string, layers: WireLayers) =>
  queryOptions({
    queryKey: [...key(project), "preview", layers],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/layers/preview", { ...of(project), body: { layers }, signal }),
      ),
  });

export interface Kept {
  name: string;
  description?: string;
  layers: WireLayers;
  key?: string;
}

/** What can be done with layers. They are properties of people: whatever was done, all of the project is asked anew. */
export function useLayersActions() {
  const project = useProject();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: projectKey(project.id) });
  const path = (layers_id: string) => ({ params: { path: { project_id: project.id, layers_id } } });
  const create = useMutation({
    mutationFn: (kept: Kept) =>
      body(api.POST("/api/projects/{project_id}/layers", { ...of(project.id), body: kept })),
    onSuccess: again,
  });
  const change = useMutation({
    mutationFn: ({ property, ...change }: Partial<Kept> & { property: string; version?: number }) =>
      body(api.PATCH("/api/projects/{project_id}/layers/{layers_id}", { ...path(property), body: change })),
    onSuccess: again,
  });
  const remove = useMutation({
    mutationFn: (id: string) => body(api.DELETE("/api/projects/{project_id}/layers/{layers_id}", path(id))),
    onSuccess: again,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/layers/{layers_id}/restore", path(id))),
    onSuccess: again,
  });
  return { create, change, remove, restore };
}
