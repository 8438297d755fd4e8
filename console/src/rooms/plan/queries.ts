/** What the page of the tracking plan asks the server for, and what it changes. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { PlannedEvent, PlannedProperty } from "@/contract";
import { confirmation, type Named } from "./model";

const planKey = (project: string) => [...projectKey(project), "plan"] as const;

export const planQuery = (project: string) =>
  queryOptions({
    queryKey: planKey(project),
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/plan", { params: { path: { project_id: project } }, signal })),
  });

export const remarksQuery = (project: string) =>
  queryOptions({
    queryKey: [...planKey(project), "remarks"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/plan/remarks", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).remarks,
  });

function useChange<In, Out>(project: string, change: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: planKey(project) }),
  });
}

export const useEventPut = (project: string) =>
  useChange(project, ({ name, status, mode, owner, description }: Omit<PlannedEvent, "learned">) =>
    body(
      api.PUT("/api/projects/{project_id}/plan/events/{name}", {
        params: { path: { project_id: project, name } },
        body: { status, mode, owner, description },
      }),
    ),
  );

export const useEventDelete = (project: string) =>
  useChange(project, (name: string) =>
    body(
      api.DELETE("/api/projects/{project_id}/plan/events/{name}", {
        params: { path: { project_id: project, name } },
      }),
    ),
  );

export const usePropertyPut = (project: string) =>
  useChange(project, (property: PlannedProperty) =>
    body(
      api.PUT("/api/projects/{project_id}/plan/properties", {
        params: { path: { project_id: project } },
        body: property,
      }),
    ),
  );

export const usePropertyDelete = (project: string) =>
  useChange(project, ({ event, name }: { event: string; name: string }) =>
    body(
      api.DELETE("/api/projects/{project_id}/plan/properties", {
        params: { path: { project_id: project }, query: { event, name } },
      }),
    ),
  );

export interface Bringing {
  file: Blob;
  name: string;
  replace: boolean;
  dryRun: boolean;
}

const bring = (project: string, { file, name, replace, dryRun }: Bringing) =>
  body(
    api.POST("/api/projects/{project_id}/plan/import", {
      params: {
        path: { project_id: project },
        query: { dry_run: dryRun, replace },
        header: { "x-filename": encodeURIComponent(name) },
      },
      headers: { "Content-Type": "application/octet-stream" },
      body: file as unknown as string,
      bodySerializer: (raw: unknown) => raw as Blob,
    }),
  );

/** A file taken into the plan, or only looked at. */
export const useBring = (project: string) => useChange(project, (what: Bringing) => bring(project, what));

/** What was learned is confirmed, all of it or nothing: a file that only names it. */
export const useAdopt = (project: string) =>
  useChange(project, (named: Named) =>
    bring(project, {
      file: new Blob([confirmation(named)]),
      name: "adopted.yaml",
      replace: false,
      dryRun: false,
    }),
  );
