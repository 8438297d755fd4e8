import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Range } from "@/contract";
import { catalogueQuery } from "../api";
import { dayIn, today } from "../format";
import { useProject } from "../project";
import { defaultRange, latest } from "./range";

/** The range to open with when the address names none: where the project's last events are. null while unknown. */
export function useOpeningRange(): Range | null {
  const project = useProject();
  const { data, error } = useQuery(catalogueQuery(project.id));
  return useMemo(() => {
    if (!data && !error) return null;
    const last = latest((data?.events ?? []).map((event) => event.last_seen));
    const day = last ? dayIn(new Date(last), project.timezone) : null;
    return defaultRange(day, today(project.timezone));
  }, [data, error, project.timezone]);
}
