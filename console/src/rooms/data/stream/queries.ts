/** What the pages about arriving data ask the server for. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { DataHealth, Refusal } from "@/contract";
import { LIMIT, merged, type Stream, since } from "../live/stream";

const SOON = 2_000;
const LATER = 15_000;

/** Asked again every two seconds until all is well; a page that waits for the first event must not be waited for. */
export const untilWell = (health: DataHealth | undefined): number | false =>
  health === undefined
    ? false
    : health.sources.every((source) => source.state === "ok" || source.state === "archived")
      ? LATER
      : SOON;

const sourcesKey = (project: string) => [...projectKey(project), "sources"] as const;

export const sourcesQuery = (project: string) =>
  queryOptions({
    queryKey: sourcesKey(project),
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/sources", { params: { path: { project_id: project } }, signal }),
      ),
  });

export const healthQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "data-health"],
    staleTime: 0,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/data-health", {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
    refetchInterval: (query) => untilWell(query.state.data),
  });

export const fillRatesQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "fill-rates"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/data-health/fill-rates", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).changes,
  });

export interface LiveFilters {
  source: string | null;
  event: string | null;
  person: string | null;
}

/** The stream so far; each call asks only for what came since, and for what was still waiting. */
export const liveQuery = (project: string, { source, event, person }: LiveFilters) =>
  queryOptions({
    queryKey: [...projectKey(project), "live", source, event, person],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ client, queryKey, signal }) => {
      const old = client.getQueryData<Stream>(queryKey);
      const after = since(old);
      const page = await body(
        api.GET("/api/projects/{project_id}/live", {
          params: {
            path: { project_id: project },
            query: {
              limit: LIMIT,
              ...(after === null ? {} : { after }),
              ...(source ? { source } : {}),
              ...(event ? { event } : {}),
              ...(person ? { person } : {}),
            },
          },
          signal,
        }),
      );
      return merged(old, page);
    },
    refetchInterval: (query) => (query.state.data ? 1_000 : false),
  });

export const recordQuery = (project: string, position: number, place: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "live-record", position, place],
    staleTime: 0,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/live/{position}/{place}", {
          params: { path: { project_id: project, position, place } },
          signal,
        }),
      ),
    refetchInterval: (query) =>
      query.state.data && !query.state.data.stored && !query.state.data.refused ? SOON : false,
  });

export const quarantineQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "quarantine"],
    staleTime: 0,
    refetchInterval: LATER,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/quarantine", {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
  });

/** Which refusals: of a reason, of a source, or all. */
export interface Chosen {
  code: string | null;
  source: string | null;
}

export const refusalsQuery = (project: string, { code, source }: Chosen) =>
  infiniteQueryOptions({
    queryKey: [...projectKey(project), "refusals", code, source],
    staleTime: 0,
    initialPageParam: null as number | null,
    getNextPageParam: (last: { refusals: Refusal[]; next: number | null }) => last.next,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/projects/{project_id}/quarantine/records", {
          params: {
            path: { project_id: project },
            query: {
              limit: 20,
              ...(code ? { code } : {}),
              ...(source ? { source } : {}),
              ...(pageParam === null ? {} : { before: pageParam }),
            },
          },
          signal,
        }),
      ),
  });

/** A change to what is collected makes everything the project's pages show stale. */
function useChange<In, Out>(project: string, change: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: projectKey(project) }),
  });
}

export const useReplay = (project: string) =>
  useChange(project, (chosen: Chosen) =>
    body(
      api.POST("/api/projects/{project_id}/quarantine/replay", {
        params: { path: { project_id: project } },
        body: chosen,
      }),
    ),
  );

export const useDismiss = (project: string) =>
  useChange(project, (chosen: Chosen) =>
    body(
      api.POST("/api/projects/{project_id}/quarantine/dismiss", {
        params: { path: { project_id: project } },
        body: chosen,
      }),
    ),
  );

export const useSourceChange = (project: string) =>
  useChange(project, ({ id, ...change }: { id: string; debug?: boolean; archived?: boolean }) =>
    body(
      api.PATCH("/api/projects/{project_id}/sources/{source_id}", {
        params: { path: { project_id: project, source_id: id } },
        body: change,
      }),
    ),
  );
