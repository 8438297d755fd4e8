import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api, body, metricValuesQuery, wire } from "@/base/api";
import { type MetricDoor, metricDoors } from "@/base/metrics";
import { useProject } from "@/base/project";
import type { Filter, Range, Segment } from "@/contract";

/** The people of a metric's figure that was not asked for yet: finds its doors, and keeps whoever is behind it. */
export function useSlice(metric: string) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const doors = useCallback(
    async (range: Range, filters: readonly Filter[]): Promise<MetricDoor[]> => {
      const found = await client.fetchQuery(metricValuesQuery(project.id, metric, { range, filters }));
      return metricDoors(found.doors, found.totals[0]?.addresses ?? [], t);
    },
    [client, project.id, metric, t],
  );
  /** Of a ratio these are the people that it divides by: all whom it is about. */
  const keep = useCallback(
    async (name: string, range: Range, filters: readonly Filter[]): Promise<Segment> => {
      const door = (await doors(range, filters)).at(-1);
      if (!door) throw new Error(t("metrics.doors.none"));
      return body(
        api.POST("/api/projects/{project_id}/segments", {
          params: { path: { project_id: project.id } },
          body: { name, question: wire(door.question), address: door.address },
        }),
      );
    },
    [doors, project.id, t],
  );
  return { doors, keep };
}
