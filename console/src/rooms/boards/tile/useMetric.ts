import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { metricsQuery } from "@/base/api";
import { inTongue, metricName, type Written, writtenBy } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";

export interface MetricWords {
  name: string;
  description: string;
  writes: Written;
  good: "up" | "down" | "neutral";
  /** It counts people: the list behind it is as long as the figure. */
  people: boolean;
}

/** What is known of the project's metrics, in words; one that is not there is called by its key. */
export function useMetricWords(): (key: string) => MetricWords {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { data } = useQuery(metricsQuery(project.id));
  return (key) => {
    const metric = data?.find((one) => one.key === key)?.metric;
    return {
      name: metric ? metricName(metric, format.locale) : key,
      description: metric?.description ? inTongue(metric.description, format.locale) : "",
      writes: writtenBy(metric ?? {}, format, t, project.currency),
      good: metric?.good === "down" ? "down" : metric?.good === "neither" ? "neutral" : "up",
      people: metric?.is.type === "people",
    };
  };
}
