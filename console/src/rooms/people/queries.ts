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

export const personQuery = (project: string, person: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "person", person],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}", {
          params: { path: { project_id: project, person_id: person } },
          signal,
        }),
      ),
  });

export const timelineQuery = (project: string, person: number, event: string | null) =>
  infiniteQueryOptions({
    queryKey: [...projectKey(project), "person", person, "timeline", event],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (last: Timeline) => last.next,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}/timeline", {
          params: {
            path: { project_id: project, person_id: person },
            query: { limit: PAGE, ...(pageParam ? { before: pageParam } : {}), ...(event ? { event } : {}) },
          },
          signal,
        }),
      ),
  });
