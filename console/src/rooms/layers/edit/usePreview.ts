import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/base/project";
import { useSettled } from "@/base/settled";
import type { WireLayers } from "@/contract";
import { previewQuery } from "../queries";

const QUIET = 300;

/** How many people are where by layers that are being written; counted anew a moment after they changed. */
export function usePreview(layers: WireLayers | null) {
  const project = useProject();
  const { settled, waiting } = useSettled(layers, QUIET);
  const query = useQuery({
    ...previewQuery(project.id, settled ?? { kind: "stage" }),
    enabled: settled !== null && layers !== null,
  });
  return { query, waiting };
}
