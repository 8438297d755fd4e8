/** Who is who: the list of merges, merging, taking back; and what somebody may ask of us. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { Merge, MergePreview, Merges } from "@/contract";

const PAGE = 50;

/** Which entries: of a kind, with a part of an id, about a person. */
export interface Wanted {
  kind?: Merge["kind"] | null;
  search?: string;
  person?: number;
}

export const mergesQuery = (project: string, { kind, search, person }: Wanted) =>
  infiniteQueryOptions({
    queryKey: [...projectKey(project), "merges", kind ?? null, search ?? "", person ?? null],
    placeholderData: keepPreviousData,
    initialPageParam: null as number | null,
    getNextPageParam: (last: Merges) =>
      last.merges.length < PAGE ? null : (last.merges[last.merges.length - 1]?.number ?? null),
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/projects/{project_id}/merges", {
          params: {
            path: { project_id: project },
            query: {
              limit: PAGE,
              ...(pageParam === null ? {} : { before: pageParam }),
              ...(kind ? { kind } : {}),
              ...(search ? { search } : {}),
              ...(person === undefined ? {} : { person }),
            },
          },
          signal,
        }),
      ),
  });

const merge = (project: string, from_person: number, into_person: number, dry_run: boolean) =>
  body(
    api.POST("/api/projects/{project_id}/merges", {
      params: { path: { project_id: project } },
      body: { from_person, into_person, dry_run },
    }),
  );

const undo = (project: string, number: number, dry_run: boolean) =>
  body(
    api.POST("/api/projects/{project_id}/merges/{number}/undo", {
      params: { path: { project_id: project, number } },
      body: { dry_run },
    }),
  );

/** Whom a merge would make one. Never kept: people move on while one looks. */
export const mergePreviewQuery = (project: string, from: number | null, into: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "merge-preview", from, into],
    enabled: from !== null,
    gcTime: 0,
    staleTime: 0,
    queryFn: async () => (await merge(project, from ?? into, into, true)) as MergePreview,
  });

/** Who would be two again. */
export const undoPreviewQuery = (project: string, number: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "undo-preview", number],
    gcTime: 0,
    staleTime: 0,
    queryFn: async () => (await undo(project, number, true)) as MergePreview,
  });

/** Whoever is who changes every figure: all that the project's pages show is stale. */
function useChange<In, Out>(project: string, change: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      // Not waited for: what was done is said at once, and the previews of it fail by now.
      client.removeQueries({ queryKey: [...projectKey(project), "merge-preview"] });
      client.removeQueries({ queryKey: [...projectKey(project), "undo-preview"] });
      client.invalidateQueries({ queryKey: projectKey(project) });
    },
  });
}

export const useMerge = (project: string) =>
  useChange(
    project,
    async ({ from, into }: { from: number; into: number }) =>
      (await merge(project, from, into, false)) as Merge,
  );

export const useUndo = (project: string) =>
  useChange(project, async (number: number) => (await undo(project, number, false)) as Merge);

export const useErase = (project: string) =>
  useMutation({
    mutationFn: ({ person, confirm }: { person: number; confirm: string }) =>
      body(
        api.POST("/api/projects/{project_id}/people/{person_id}/erase", {
          params: { path: { project_id: project, person_id: person } },
          body: { confirm },
        }),
      ),
  });
