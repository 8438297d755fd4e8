/** Channels and their messages: settings show them, data health names those that fail. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ChannelChange, ChannelPlace, NewChannel } from "@/contract";
import { api, body } from "./client";
import { projectKey } from "./queries";

const OFTEN = 5000;

const channelsKey = (project: string) => [...projectKey(project), "channels"] as const;
const at = (project_id: string, channel_id: string) => ({ params: { path: { project_id, channel_id } } });

export const channelsQuery = (project: string) =>
  queryOptions({
    queryKey: channelsKey(project),
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/channels", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).channels,
    refetchInterval: OFTEN,
  });

export const channelMessagesQuery = (project: string, channel: string) =>
  queryOptions({
    queryKey: [...channelsKey(project), channel, "messages"],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/channels/{channel_id}/messages", {
            ...at(project, channel),
            signal,
          }),
        )
      ).messages,
    refetchInterval: OFTEN,
  });

/** What can be done with channels. Whatever was done, all that is shown of them is asked anew. */
export function useChannels(project: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: channelsKey(project) });
  return {
    add: useMutation({
      mutationFn: (fields: NewChannel) =>
        body(
          api.POST("/api/projects/{project_id}/channels", {
            params: { path: { project_id: project } },
            body: fields,
          }),
        ),
      onSettled,
    }),
    move: useMutation({
      mutationFn: ({ id, ...fields }: ChannelPlace & { id: string }) =>
        body(
          api.PUT("/api/projects/{project_id}/channels/{channel_id}/place", {
            ...at(project, id),
            body: fields,
          }),
        ),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ id, ...fields }: ChannelChange & { id: string }) =>
        body(
          api.PATCH("/api/projects/{project_id}/channels/{channel_id}", { ...at(project, id), body: fields }),
        ),
      onSettled,
    }),
    test: useMutation({
      mutationFn: (id: string) =>
        body(api.POST("/api/projects/{project_id}/channels/{channel_id}/test", at(project, id))),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) =>
        body(api.DELETE("/api/projects/{project_id}/channels/{channel_id}", at(project, id))),
      onSettled,
    }),
    again: useMutation({
      mutationFn: ({ id, message }: { id: string; message: string }) =>
        body(
          api.POST("/api/projects/{project_id}/channels/{channel_id}/messages/{message_id}/again", {
            params: { path: { project_id: project, channel_id: id, message_id: message } },
          }),
        ),
      onSettled,
    }),
  };
}
