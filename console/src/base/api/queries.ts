import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Question, Scope, WireQuestion } from "@/contract";
import { api, body, setCsrf } from "./client";

/** Keys that begin with the project: an import into it makes all of them stale at once. */
export const projectKey = (project: string) => ["project", project] as const;

/** A question as the API takes it. The builder's type also holds half-made conditions; those are never sent. */
export const wire = (question: Question) => question as WireQuestion;

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    const session = await body(api.GET("/api/session"));
    setCsrf(session.csrf ?? null);
    return session;
  },
});

/** Whether the engine is ready; asked again and again by whoever waits. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  refetchInterval: 1000,
  staleTime: 0,
  queryFn: ({ signal }) => body(api.GET("/api/health", { signal })),
});

export const projectsQuery = queryOptions({
  queryKey: ["projects"],
  queryFn: async () => (await body(api.GET("/api/projects"))).projects,
});

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: async () => (await body(api.GET("/api/jobs"))).jobs,
});

export const overviewQuery = (project: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "overview", from, to],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/overview", {
          params: { path: { project_id: project }, query: { from, to } },
          signal,
        }),
      ),
  });

export const catalogueQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "events"],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/events", { params: { path: { project_id: project } }, signal }),
      ),
  });

export const valuesQuery = (project: string, property: string, scope: Scope | undefined, search: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "values", property, scope, search],
    placeholderData: keepPreviousData,
    enabled: property !== "",
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/values", {
            params: {
              path: { project_id: project },
              query: { property, search, limit: 50, ...(scope ? { scope } : {}) },
            },
            signal,
          }),
        )
      ).values,
  });

/** An answer together with the question it belongs to: while a new one is computed, the old pair stays on screen. */
export const answerQuery = (project: string, question: Question) =>
  queryOptions({
    queryKey: [...projectKey(project), "ask", question],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => ({
      question,
      answer: await body(
        api.POST("/api/projects/{project_id}/ask", {
          params: { path: { project_id: project } },
          body: wire(question),
          signal,
        }),
      ),
    }),
  });

export const peopleBehindQuery = (
  project: string,
  question: Question,
  address: string,
  limit: number,
  offset: number,
) =>
  queryOptions({
    queryKey: [...projectKey(project), "people-behind", question, address, limit, offset],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/people-behind", {
          params: { path: { project_id: project } },
          body: { question: wire(question), address, limit, offset },
          signal,
        }),
      ),
  });

/** How an answer is computed, and how the people of one of its figures are found. */
export const explainQuery = (project: string, question: Question, address: string | null) =>
  queryOptions({
    queryKey: [...projectKey(project), "explain", question, address],
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/projects/{project_id}/explain", {
          params: { path: { project_id: project } },
          body: { question: wire(question), address },
          signal,
        }),
      ),
  });

export const savedQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "saved"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/saved", { params: { path: { project_id: project } }, signal }),
        )
      ).saved,
  });
