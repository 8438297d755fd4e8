/** What can be asked of metrics and facts that are being written, and what can be done with them. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, metricsKey, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { MetricBody, Range } from "@/contract";

const of = (project: string) => ({ params: { path: { project_id: project } } });

export const previewQuery = (project: string, key: string, metric: MetricBody, range: Range) =>
  queryOptions({
    queryKey: [...metricsKey(project), "preview", key, metric, range],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/metrics/preview", {
          ...of(project),
          body: { metric, range, ...(key ? { key } : {}) },
          signal,
        }),
      ),
  });

export const yamlQuery = (project: string, key: string, metric: MetricBody) =>
  queryOptions({
    queryKey: [...metricsKey(project), "yaml", key, metric],
    retry: false,
    queryFn: async ({ signal }) =>
      (
        await body(
          api.POST("/api/projects/{project_id}/metrics/to-yaml", {
            ...of(project),
            body: { metrics: { [key]: metric } },
            signal,
          }),
        )
      ).text,
  });

export const readQuery = (project: string, text: string) =>
  queryOptions({
    queryKey: [...metricsKey(project), "read", text],
    retry: false,
    queryFn: async ({ signal }) =>
      (
        await body(
          api.POST("/api/projects/{project_id}/metrics/from-yaml", {
            ...of(project),
            body: { text },
            signal,
          }),
        )
      ).metrics,
  });

/** What can be done with metrics. Others are made from them: whatever was done, all of the project is asked anew. */
export function useMetricActions() {
  const project = useProject();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: projectKey(project.id) });
  const apply = useMutation({
    mutationFn: ({ key, metric }: { key: string; metric: MetricBody }) =>
      body(
        api.POST("/api/projects/{project_id}/metrics", {
          ...of(project.id),
          body: { metrics: { [key]: metric } },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (metric: string) =>
      body(
        api.DELETE("/api/projects/{project_id}/metrics/{metric}", {
          params: { path: { project_id: project.id, metric } },
        }),
      ),
    // The page of what is gone would ask for it again.
    onSuccess: () => client.invalidateQueries({ queryKey: metricsKey(project.id), refetchType: "none" }),
  });
  const restore = useMutation({
    mutationFn: (metric_id: string) =>
      body(
        api.POST("/api/projects/{project_id}/metrics/{metric_id}/restore", {
          params: { path: { project_id: project.id, metric_id } },
        }),
      ),
    onSuccess,
  });
  return { apply, remove, restore };
}
