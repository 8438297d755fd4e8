/** What the parts of one person's page ask the server for. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";

/** A person, and the grant with which their values are shown as they are. */
export interface Whose {
  project: string;
  person: number;
  grant: string | null;
}

const key = (of: Whose, ...part: unknown[]) => [
  ...projectKey(of.project),
  "person",
  of.person,
  ...part,
  of.grant,
];
const path = (of: Whose) => ({ project_id: of.project, person_id: of.person });
const at = (of: Whose) => ({
  path: path(of),
  ...(of.grant === null ? {} : { header: { "x-unmask": of.grant } }),
});
/** With a grant values are as they are, and are forgotten with the page. */
const kept = (of: Whose) => (of.grant === null ? {} : { gcTime: 0, staleTime: 0 });

export const idsQuery = (of: Whose) =>
  queryOptions({
    queryKey: key(of, "ids"),
    ...kept(of),
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/people/{person_id}/ids", { params: at(of), signal })))
        .ids,
  });

export const standingQuery = (of: Whose) =>
  queryOptions({
    queryKey: key(of, "standing"),
    ...kept(of),
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/people/{person_id}/standing", { params: at(of), signal })),
  });

export const channelsQuery = (of: Whose) =>
  queryOptions({
    queryKey: key(of, "channels"),
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/people/{person_id}/channels", {
            params: { path: path(of) },
            signal,
          }),
        )
      ).channels,
  });

export const messagesQuery = (of: Whose) =>
  queryOptions({
    queryKey: key(of, "messages"),
    ...kept(of),
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/people/{person_id}/messages", { params: at(of), signal }),
        )
      ).messages,
  });

/** `property` null: whichever looks like what they paid. */
export const worthQuery = (of: Whose, property: string | null) =>
  queryOptions({
    queryKey: key(of, "worth", property),
    placeholderData: keepPreviousData,
    ...kept(of),
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}/worth", {
          params: { ...at(of), query: property === null ? {} : { property } },
          signal,
        }),
      ),
  });

/** `name` null: of every property. */
export const historyQuery = (of: Whose, name: string | null) =>
  queryOptions({
    queryKey: key(of, "history", name),
    placeholderData: keepPreviousData,
    ...kept(of),
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/projects/{project_id}/people/{person_id}/history", {
          params: { ...at(of), query: { limit: 500, ...(name === null ? {} : { name }) } },
          signal,
        }),
      ),
  });

export const notesQuery = (of: Whose) =>
  queryOptions({
    queryKey: key(of, "notes"),
    ...kept(of),
    queryFn: async ({ signal }) =>
      (await body(api.GET("/api/projects/{project_id}/people/{person_id}/notes", { params: at(of), signal })))
        .notes,
  });

export const tagsQuery = (project: string) =>
  queryOptions({
    queryKey: [...projectKey(project), "tags"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/tags", { params: { path: { project_id: project } }, signal }),
        )
      ).tags,
  });

/** What members can do about what they wrote of a person. */
export function useRemarks(of: Whose) {
  const client = useQueryClient();
  const notes = { onSuccess: () => client.invalidateQueries({ queryKey: key(of, "notes").slice(0, -1) }) };
  const tags = {
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key(of), exact: true }),
        client.invalidateQueries({ queryKey: [...projectKey(of.project), "tags"] }),
      ]),
  };
  const one = (note_id: string) => ({ path: { ...path(of), note_id } });
  const named = (tag: string) => ({ params: { ...at(of), path: { ...path(of), tag } } });
  return {
    write: useMutation({
      ...notes,
      mutationFn: (text: string) =>
        body(
          api.POST("/api/projects/{project_id}/people/{person_id}/notes", {
            params: at(of),
            body: { text },
          }),
        ),
    }),
    remove: useMutation({
      ...notes,
      mutationFn: (id: string) =>
        body(
          api.DELETE("/api/projects/{project_id}/people/{person_id}/notes/{note_id}", { params: one(id) }),
        ),
    }),
    restore: useMutation({
      ...notes,
      mutationFn: (id: string) =>
        body(
          api.POST("/api/projects/{project_id}/people/{person_id}/notes/{note_id}/restore", {
            params: { ...at(of), ...one(id) },
          }),
        ),
    }),
    tag: useMutation({
      ...tags,
      mutationFn: (tag: string) =>
        body(api.PUT("/api/projects/{project_id}/people/{person_id}/tags/{tag}", named(tag))),
    }),
    untag: useMutation({
      ...tags,
      mutationFn: (tag: string) =>
        body(api.DELETE("/api/projects/{project_id}/people/{person_id}/tags/{tag}", named(tag))),
    }),
  };
}
