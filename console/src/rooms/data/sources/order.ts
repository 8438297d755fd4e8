/** The order of the list: what sends first, archived ones apart. Pure. */
import type { Source, SourceHealth } from "@/contract";

export interface SourceRow extends Source {
  health: SourceHealth | undefined;
}

/** Sources with their health, those in use and the archived ones, each in the order in which they were made. */
export function sourceRows(sources: readonly Source[], health: readonly SourceHealth[]) {
  const rows = sources.map(
    (source): SourceRow => ({
      ...source,
      health: health.find((one) => one.id === source.id),
    }),
  );
  return {
    used: rows.filter((row) => row.archived_at === null),
    archived: rows.filter((row) => row.archived_at !== null),
  };
}
