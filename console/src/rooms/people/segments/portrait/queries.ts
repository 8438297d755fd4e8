/** What the portrait of a segment asks the server for. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import { PAGE } from "../queries";

const of = (project: string) => ({ path: { project_id: project } });

export const portraitQuery = (project: string, segment: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "portrait", segment],
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/portrait", { params: of(project), body: { segment }, signal }),
      ),
  });

export const partPeopleQuery = (project: string, segment: string, part: string, page: number) =>
  queryOptions({
    queryKey: [...projectKey(project), "portrait-people", segment, part, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/portrait/people", {
          params: of(project),
          body: { segment, part, limit: PAGE, offset: (page - 1) * PAGE },
          signal,
        }),
      ),
  });

/** People to find more of, and what not to look at. */
export interface Alike {
  segment: string;
  leave_out: string[];
  top: number;
}

export const alikeQuery = (project: string, alike: Alike) =>
  queryOptions({
    queryKey: [...projectKey(project), "alike", alike],
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/lookalike", {
          params: of(project),
          body: { ...alike, limit: 20, offset: 0 },
          signal,
        }),
      ),
  });

export const saveAlike = (project: string, alike: Alike, name: string) =>
  body(
    api.POST("/api/projects/{project_id}/lookalike/segment", {
      params: of(project),
      body: { ...alike, name },
    }),
  );
