/** What the people pages ask the server for. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { Timeline } from "@/contract";
import type { Order, Sort } from "./list/order";

export const PAGE = 50;

export const peopleQuery = (project: string, search: string, sort: Sort, order: Order, page: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "people", search, sort, order, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people", {
          params: {
            path: { project_id: project },
            query: { sort, order, limit: PAGE, offset: (page - 1) * PAGE, ...(search ? { search } : {}) },
          },
          signal,
        }),
      ),
  });

/** With a grant values are as they are, and are forgotten with the page. */
const shown = (grant: string | null) => (grant === null ? {} : { gcTime: 0, staleTime: 0 });
const header = (grant: string | null) => (grant === null ? {} : { header: { "x-unmask": grant } });

export const personQuery = (project: string, person: number, grant: string | null = null) =>
  queryOptions({
    queryKey: [...projectKey(project), "person", person, grant],
    ...shown(grant),
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}", {
          params: { path: { project_id: project, person_id: person }, ...header(grant) },
          signal,
        }),
      ),
  });

export const timelineQuery = (
  project: string,
  person: number,
  event: string | null,
  grant: string | null = null,
) =>
  infiniteQueryOptions({
    queryKey: [...projectKey(project), "person", person, "timeline", event, grant],
    placeholderData: keepPreviousData,
    ...shown(grant),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Timeline) => last.next,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}/timeline", {
          params: {
            path: { project_id: project, person_id: person },
            ...header(grant),
            query: { limit: PAGE, ...(pageParam ? { before: pageParam } : {}), ...(event ? { event } : {}) },
          },
          signal,
        }),
      ),
  });
