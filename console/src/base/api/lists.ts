/** What a project keeps beside its events: segments, annotations, and each member's recent questions. */
import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import { projectKey } from "./queries";

const of = (project: string) => ({ params: { path: { project_id: project } } });

export const segmentsQuery = (project: string, deleted = false) =>
  queryOptions({
    queryKey: [...projectKey(project), "segments", deleted],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/segments", {
            params: { path: { project_id: project }, query: { deleted } },
            signal,
          }),
        )
      ).segments,
  });

export const annotationsQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "annotations"],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/annotations", { ...of(project), signal }))).annotations,
  });

export const recentQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "recent"],
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/recent", { ...of(project), signal }))).recent,
  });
