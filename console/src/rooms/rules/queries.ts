/** What the page of the collecting rules asks the server for, and what it puts in force. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, projectKey } from "@/base/api";
import type { Rules } from "@/contract";

const rulesKey = (project: string) => [...projectKey(project), "rules"] as const;

export const rulesQuery = (project: string) =>
  queryOptions({
    queryKey: rulesKey(project),
    queryFn: async ({ signal }) => {
      const found = await body(
        api.GET("/api/projects/{project_id}/rules", { params: { path: { project_id: project } }, signal }),
      );
      // The server leaves nothing out of what it answers.
      return found as { rules: Rules; defaults: Rules };
    },
  });

/** Rules put in force. Sessions are derived anew for every question, so all answers are stale. */
export const useRulesPut = (project: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rules: Rules) =>
      body(
        api.PUT("/api/projects/{project_id}/rules", {
          params: { path: { project_id: project } },
          body: rules,
        }),
      ),
    onSuccess: (found) => {
      client.setQueryData(rulesQuery(project).queryKey, found as { rules: Rules; defaults: Rules });
      return client.invalidateQueries({ queryKey: projectKey(project) });
    },
  });
};
