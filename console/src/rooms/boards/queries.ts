/** Boards as the server knows them, and what can be done with them. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { BoardTile, KeptBoard, WireBoard } from "@/contract";
import { type Look, whole } from "./model";

const key = (project: string) => [...projectKey(project), "boards"] as const;
const at = (project: string, board: string) => ({ path: { project_id: project, board_id: board } });

export const boardsQuery = (project: string, deleted = false) =>
  queryOptions({
    queryKey: [...key(project), "list", deleted],
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/boards", {
            params: { path: { project_id: project }, query: { deleted } },
            signal,
          }),
        )
      ).boards,
  });

export const boardQuery = (project: string, board: string) =>
  queryOptions({
    queryKey: [...key(project), "one", board],
    queryFn: ({ signal }) =>
      body(api.GET("/api/projects/{project_id}/boards/{board_id}", { params: at(project, board), signal })),
  });

export const wireLook = (look: Look) => ({
  range: look.range,
  filters: whole(look.filters) as never[],
  compare: look.compare,
  compared: look.compare !== null,
});

/** What one tile shows; each is asked for itself, so that the quick ones do not wait for the slow. */
export const tileQuery = (project: string, board: string, tile: BoardTile, look: Look) =>
  queryOptions({
    queryKey: [...key(project), "tile", board, tile.id, tile.is, wireLook(look)],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { tiles } = await body(
        api.POST("/api/projects/{project_id}/boards/{board_id}/answers", {
          params: at(project, board),
          body: { ...wireLook(look), tiles: [tile.id] },
          signal,
        }),
      );
      const [found] = tiles;
      if (!found) throw new ApiError({ code: "unknown_board", message: "", field: null, params: {} }, 404);
      if (found.error) throw new ApiError(found.error, 422);
      return found;
    },
  });

export interface Change {
  name?: string;
  description?: string;
  board?: WireBoard;
}

/** Changing boards. What is shown of one changes at once, and back where the server refuses. */
export function useBoards() {
  const project = useProject();
  const client = useQueryClient();
  const path = { project_id: project.id };
  const listed = () => client.invalidateQueries({ queryKey: [...key(project.id), "list"] });
  const known = (board: KeptBoard) => {
    client.setQueryData(boardQuery(project.id, board.id).queryKey, board);
    void listed();
    return board;
  };
  const create = useMutation({
    mutationFn: (made: { name: string; description?: string; board: WireBoard }) =>
      body(
        api.POST("/api/projects/{project_id}/boards", {
          params: { path },
          body: { description: "", ...made },
        }),
      ),
    onSuccess: known,
  });
  const change = useMutation({
    scope: { id: "board" },
    mutationFn: ({ id, ...next }: Change & { id: string }) =>
      body(
        api.PATCH("/api/projects/{project_id}/boards/{board_id}", { params: at(project.id, id), body: next }),
      ),
    onSuccess: known,
    onError: (_, { id }) => client.invalidateQueries({ queryKey: boardQuery(project.id, id).queryKey }),
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/boards/{board_id}", { params: at(project.id, id) })),
    onSuccess: listed,
  });
  const restore = useMutation({
    mutationFn: (id: string) =>
      body(api.POST("/api/projects/{project_id}/boards/{board_id}/restore", { params: at(project.id, id) })),
    onSuccess: known,
  });
  return { create, change, remove, restore };
}
