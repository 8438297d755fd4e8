/** Targets outside and what is pushed there: two rooms show it, and whoever waits for it looks often. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { NewPush, NewTarget, Push } from "@/contract";
import { api, body } from "./client";
import { projectKey } from "./queries";

const SOON = 2000;
const LATER = 15_000;

/** How long until it is worth asking again: shortly while something is on its way. */
export const pause = (pushes: readonly Push[] | undefined) =>
  pushes?.some((push) => push.status !== "fine") ? SOON : LATER;

const of = (project: string) => ({ params: { path: { project_id: project } } });
const targetsKey = (project: string) => [...projectKey(project), "targets"] as const;

export const targetsQuery = (project: string) =>
  queryOptions({
    queryKey: targetsKey(project),
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/targets", { ...of(project), signal }))).targets,
    refetchInterval: ({ state }) => pause(state.data?.flatMap((target) => target.pushes)),
  });

export const pushesQuery = (project: string, segment: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "segments", "pushes", segment],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/segments/{segment_id}/pushes", {
            params: { path: { project_id: project, segment_id: segment } },
            signal,
          }),
        )
      ).pushes,
    refetchInterval: ({ state }) => pause(state.data),
  });

export const pushPreviewQuery = (project: string, segment: string, properties: string[]) =>
  queryOptions({
    queryKey: [...projectKey(project), "segments", "push-preview", segment, properties],
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/segments/{segment_id}/pushes/preview", {
          params: { path: { project_id: project, segment_id: segment } },
          body: { properties },
          signal,
        }),
      ),
  });

/** What can be done with targets and pushes. Whatever was done, all that is shown of them is asked anew. */
export function usePushes(project: string) {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: targetsKey(project) }),
      client.invalidateQueries({ queryKey: [...projectKey(project), "segments"] }),
    ]);
  const target = (target_id: string) => ({ params: { path: { project_id: project, target_id } } });
  const push = (push_id: string) => ({ params: { path: { project_id: project, push_id } } });
  return {
    add: useMutation({
      mutationFn: (fields: NewTarget) =>
        body(api.POST("/api/projects/{project_id}/targets", { ...of(project), body: fields })),
      onSuccess,
    }),
    test: useMutation({
      mutationFn: (id: string) =>
        body(api.POST("/api/projects/{project_id}/targets/{target_id}/test", target(id))),
    }),
    remove: useMutation({
      mutationFn: (id: string) =>
        body(api.DELETE("/api/projects/{project_id}/targets/{target_id}", target(id))),
      onSuccess,
    }),
    setUp: useMutation({
      mutationFn: ({ segment, ...fields }: NewPush & { segment: string }) =>
        body(
          api.POST("/api/projects/{project_id}/segments/{segment_id}/pushes", {
            params: { path: { project_id: project, segment_id: segment } },
            body: fields,
          }),
        ),
      onSuccess,
    }),
    now: useMutation({
      mutationFn: (id: string) => body(api.POST("/api/projects/{project_id}/pushes/{push_id}/now", push(id))),
      onSuccess,
    }),
    stop: useMutation({
      mutationFn: (id: string) => body(api.DELETE("/api/projects/{project_id}/pushes/{push_id}", push(id))),
      onSuccess,
    }),
  };
}
