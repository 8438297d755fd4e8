/** Metric trees as the server knows them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Range } from "@/contract";
import { api, body } from "./client";
import { projectKey } from "./queries";

export const treesKey = (project: string) => [...projectKey(project), "trees"] as const;

export const treesQuery = (project: string) =>
  queryOptions({
    queryKey: [...treesKey(project), "list"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/trees", { params: { path: { project_id: project } }, signal }),
        )
      ).trees,
  });

export const treeTemplatesQuery = (project: string) =>
  queryOptions({
    queryKey: [...treesKey(project), "templates"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/tree-templates", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).templates,
  });

/** Every node in two periods; the earlier one is as many days right before. */
export const treeReadQuery = (project: string, tree: string, period: Range) =>
  queryOptions({
    queryKey: [...treesKey(project), "read", tree, period],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/trees/{tree}/reading", {
          params: { path: { project_id: project, tree } },
          body: { period },
          signal,
        }),
      ),
  });
