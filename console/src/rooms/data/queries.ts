/** What the data pages ask the server for. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { Mapping } from "@/contract";

export const eventQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "event", name],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/events/{name}", {
          params: { path: { project_id: project, name } },
          signal,
        }),
      ),
  });

export const samplesQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "samples", name],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/events/{name}/samples", {
            params: { path: { project_id: project, name }, query: { limit: 20 } },
            signal,
          }),
        )
      ).samples,
  });

export interface Reading {
  format?: Mapping["format"];
  encoding?: string | null;
  delimiter?: string | null;
}

/** The head of an uploaded file, read as told. Not under the project's key: an import does not change the file. */
export const previewQuery = (project: string, upload: string, reading: Reading) =>
  queryOptions({
    queryKey: ["upload", project, upload, reading],
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/uploads/{upload_id}/preview", {
          params: {
            path: { project_id: project, upload_id: upload },
            query: {
              ...(reading.format ? { format: reading.format } : {}),
              ...(reading.encoding ? { encoding: reading.encoding } : {}),
              ...(reading.delimiter ? { delimiter: reading.delimiter } : {}),
            },
          },
          signal,
        }),
      ),
  });

export const importsQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "imports"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/imports", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).imports,
  });

/** One import or dry run. */
export const jobQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ["job", project, id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/imports/{job_id}", {
          params: { path: { project_id: project, job_id: id } },
          signal,
        }),
      ),
  });
