/** What the pages of segments ask the server for. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";

export const PAGE = 50;
const key = (project: string) => [...projectKey(project), "segments"] as const;
const at = (project: string, segment: string) => ({ path: { project_id: project, segment_id: segment } });

export const segmentQuery = (project: string, segment: string) =>
  queryOptions({
    queryKey: [...key(project), "one", segment],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/segments/{segment_id}", { params: at(project, segment), signal }),
      ),
  });

export const movesQuery = (project: string, segment: string, limit: number) =>
  queryOptions({
    queryKey: [...key(project), "moves", segment, limit],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/segments/{segment_id}/changes", {
            params: { ...at(project, segment), query: { limit } },
            signal,
          }),
        )
      ).changes,
  });

export const usesQuery = (project: string, segment: string) =>
  queryOptions({
    queryKey: [...key(project), "uses", segment],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/segments/{segment_id}/uses", {
            params: at(project, segment),
            signal,
          }),
        )
      ).used_by,
  });

export const versionsQuery = (project: string, segment: string) =>
  queryOptions({
    queryKey: [...key(project), "versions", segment],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/segments/{segment_id}/versions", {
            params: at(project, segment),
            signal,
          }),
        )
      ).versions,
  });

export const membersQuery = (project: string, segment: string, page: number) =>
  queryOptions({
    queryKey: [...key(project), "people", segment, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/segments/{segment_id}/people", {
          params: { ...at(project, segment), query: { limit: PAGE, offset: (page - 1) * PAGE } },
          signal,
        }),
      ),
  });

export const movedQuery = (
  project: string,
  segment: string,
  position: number,
  way: "entered" | "left",
  page: number,
) =>
  queryOptions({
    queryKey: [...key(project), "moved", segment, position, way, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/segments/{segment_id}/changes/{position}/{way}", {
          params: {
            path: { project_id: project, segment_id: segment, position, way },
            query: { limit: PAGE, offset: (page - 1) * PAGE },
          },
          signal,
        }),
      ),
  });

export const keepMoved = (
  project: string,
  segment: string,
  position: number,
  way: "entered" | "left",
  name: string,
) =>
  body(
    api.POST("/api/projects/{project_id}/segments/{segment_id}/changes/{position}/{way}", {
      params: { path: { project_id: project, segment_id: segment, position, way } },
      body: { name },
    }),
  );

export const overlapQuery = (project: string, segments: string[]) =>
  queryOptions({
    queryKey: [...key(project), "overlap", segments],
    enabled: segments.length > 1,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await body(
          api.POST("/api/projects/{project_id}/segments/overlap", {
            params: { path: { project_id: project } },
            body: { segments },
            signal,
          }),
        )
      ).parts,
  });
