import { useQuery } from "@tanstack/react-query";
import { metricValuesQuery } from "@/base/api";
import { daysBefore, lastDays } from "@/base/metrics";
import { useProject } from "@/base/project";

/** A metric's values of the last days and of those before them; each arrives by itself. */
export function useFigures(metric: string, last: string | null, count: number) {
  const project = useProject();
  const period = lastDays(last ?? "2000-01-01", count);
  const enabled = last !== null;
  const now = useQuery({ ...metricValuesQuery(project.id, metric, { range: period }), enabled });
  const before = useQuery({
    ...metricValuesQuery(project.id, metric, { range: daysBefore(period) }),
    enabled,
  });
  return { now, before };
}
