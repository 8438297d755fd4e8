/** Through which channels people can be reached. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, projectKey, wire } from "@/base/api";
import type { ChannelCount, Question } from "@/contract";
import { PAGE } from "../queries";

/** Those of a segment, or whom a list of people finds. */
export type Whose = { segment: string } | { question: Question };
export type Channel = ChannelCount["channel"];
export type Status = Exclude<keyof ChannelCount, "channel">;

const sent = (whose: Whose) => ("segment" in whose ? whose : { question: wire(whose.question) });

export const reachQuery = (project: string, whose: Whose) =>
  queryOptions({
    queryKey: [...projectKey(project), "segments", "reach", whose],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/reach", {
          params: { path: { project_id: project } },
          body: sent(whose),
          signal,
        }),
      ),
  });

export const reachPeopleQuery = (
  project: string,
  whose: Whose,
  channel: Channel,
  status: Status,
  page: number,
) =>
  queryOptions({
    queryKey: [...projectKey(project), "segments", "reach-people", whose, channel, status, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/reach/people", {
          params: { path: { project_id: project } },
          body: { ...sent(whose), channel, status, limit: PAGE, offset: (page - 1) * PAGE },
          signal,
        }),
      ),
  });
