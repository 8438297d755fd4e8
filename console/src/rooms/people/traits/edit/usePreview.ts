import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/base/project";
import { useSettled } from "@/base/settled";
import type { Computed } from "@/contract";
import { previewQuery } from "../queries";

const QUIET = 250;
const NOTHING: Computed = { measure: "count", event: null };

/** The values of a trait that is being written; computed anew a moment after it changed. Null says too little. */
export function usePreview(trait: Computed | null) {
  const project = useProject();
  const { settled, waiting } = useSettled(trait, QUIET);
  const query = useQuery({
    ...previewQuery(project.id, settled ?? NOTHING),
    enabled: settled !== null && trait !== null,
  });
  return { query, waiting };
}
