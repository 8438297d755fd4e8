/** Metrics as the server knows them: definitions, values and why they moved. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Breakdown, Filter, MetricValues, Range, WireFilters } from "@/contract";
import { api, body } from "./client";
import { projectKey } from "./queries";

export const metricsKey = (project: string) => [...projectKey(project), "metrics"] as const;
const one = (project: string, metric: string) => ({ path: { project_id: project, metric } });
/** An editor's filters also hold half-made conditions; those are never sent. */
const wired = (filters: readonly Filter[] | undefined) => (filters ?? []) as WireFilters;

export const metricsQuery = (project: string) =>
  queryOptions({
    queryKey: [...metricsKey(project), "list"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/metrics", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).metrics,
  });

export const metricQuery = (project: string, metric: string) =>
  queryOptions({
    queryKey: [...metricsKey(project), "one", metric],
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/metrics/{metric}", { params: one(project, metric), signal })),
  });

/** Of which days, in which buckets, of whom, taken apart by what. */
export interface ValuesWanted {
  range: Range;
  interval?: MetricValues["interval"];
  filters?: readonly Filter[];
  breakdown?: Breakdown;
}

export const metricValuesQuery = (project: string, metric: string, wanted: ValuesWanted) =>
  queryOptions({
    queryKey: [...metricsKey(project), "values", metric, wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/metrics/{metric}/values", {
          params: one(project, metric),
          body: { ...wanted, filters: wired(wanted.filters) },
          signal,
        }),
      ),
  });

/** Two periods, and of whom; by what the change is taken apart, where not by what the metric names. */
export interface ReasonsWanted {
  period: Range;
  against: Range;
  filters?: readonly Filter[];
  dimensions?: string[];
}

export const metricChangeQuery = (project: string, metric: string, wanted: ReasonsWanted) =>
  queryOptions({
    queryKey: [...metricsKey(project), "change", metric, wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/metrics/{metric}/explain", {
          params: one(project, metric),
          body: { ...wanted, filters: wired(wanted.filters) },
          signal,
        }),
      ),
  });

export const factsQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "facts", "list"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/facts", { params: { path: { project_id: project } }, signal }),
        )
      ).facts,
  });
