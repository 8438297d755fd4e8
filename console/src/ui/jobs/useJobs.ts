import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, body, jobsQuery, projectKey, projectsQuery } from "@/base/api";
import type { Job } from "@/contract";

export const isOver = (job: Job) =>
  job.status === "done" || job.status === "failed" || job.status === "cancelled";

/** Jobs of the last hour, asked for often while one runs. A job that ends makes its project's answers stale. */
export function useJobs(): Job[] {
  const client = useQueryClient();
  const { data = [] } = useQuery({
    ...jobsQuery,
    refetchInterval: (query) => (query.state.data?.some((job) => !isOver(job)) ? 700 : 15_000),
  });
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const job of data) {
      if (!isOver(job)) running.current.add(job.id);
      else if (running.current.delete(job.id)) {
        client.invalidateQueries({ queryKey: projectsQuery.queryKey });
        if (job.project_id) client.invalidateQueries({ queryKey: projectKey(job.project_id) });
      }
    }
  }, [data, client]);
  return data;
}

/** Load the simulated project; the job shows up in the tray at once. */
export function useLoadDemo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.POST("/api/demo")),
    onSuccess: async (job) => {
      // The project is known before anybody is sent to it.
      await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
      client.setQueryData(jobsQuery.queryKey, (jobs: Job[] | undefined) => [
        job,
        ...(jobs ?? []).filter((other) => other.id !== job.id),
      ]);
    },
  });
}
