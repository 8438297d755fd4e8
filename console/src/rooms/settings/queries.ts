/** What the settings ask the server for, and what they change there. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { Role } from "@/base/access";
import { api, body, projectKey, sessionQuery } from "@/base/api";
import type { AuditLog, SensitiveProperty } from "@/contract";

const MEMBERS = ["members"] as const;
const PAGE = 50;

export const membersQuery = queryOptions({
  queryKey: MEMBERS,
  queryFn: ({ signal }) => body(api.GET("/api/members", { signal })),
});

/** Whatever is changed of members is in the audit log, and may be about whoever is signed in. */
function useMemberChange<In, Out>(change: (input: In) => Promise<Out>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      client.invalidateQueries({ queryKey: ["audit"] });
      return client.invalidateQueries({ queryKey: MEMBERS });
    },
  });
}

export const useInvite = () =>
  useMemberChange((member: { name: string; role: Role }) => body(api.POST("/api/members", { body: member })));

export const useMemberPatch = () =>
  useMemberChange(({ id, ...change }: { id: string; role?: Role; disabled?: boolean }) =>
    body(api.PATCH("/api/members/{member_id}", { params: { path: { member_id: id } }, body: change })),
  );

export const usePasswordReset = () =>
  useMemberChange((id: string) =>
    body(api.POST("/api/members/{member_id}/password", { params: { path: { member_id: id } } })),
  );

const sensitiveKey = (project: string) => [...projectKey(project), "sensitive"] as const;

export const sensitiveQuery = (project: string) =>
  queryOptions({
    queryKey: sensitiveKey(project),
    queryFn: async ({ signal }) =>
      (
        await body(
          api.GET("/api/projects/{project_id}/sensitive", {
            params: { path: { project_id: project } },
            signal,
          }),
        )
      ).properties,
  });

export type Decision = Pick<SensitiveProperty, "scope" | "name" | "kind" | "sensitive">;

/** Says that a property is sensitive or not: every value on every page may look another way. */
export const useDecision = (project: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (decision: Decision) =>
      (
        await body(
          api.PUT("/api/projects/{project_id}/sensitive", {
            params: { path: { project_id: project } },
            body: decision,
          }),
        )
      ).properties,
    onSuccess: (properties) => {
      client.setQueryData(sensitiveQuery(project).queryKey, properties);
      client.invalidateQueries({ queryKey: ["audit"] });
      client.invalidateQueries({ queryKey: projectKey(project) });
    },
  });
};

export interface AuditWanted {
  action: string | null;
  member: string | null;
}

export const auditQuery = ({ action, member }: AuditWanted) =>
  infiniteQueryOptions({
    queryKey: ["audit", action, member],
    placeholderData: keepPreviousData,
    initialPageParam: null as number | null,
    getNextPageParam: (last: AuditLog) => last.before,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/audit", {
          params: {
            query: {
              limit: PAGE,
              ...(pageParam === null ? {} : { before: pageParam }),
              ...(action ? { action } : {}),
              ...(member ? { member } : {}),
            },
          },
          signal,
        }),
      ),
  });
