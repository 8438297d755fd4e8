import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useProject } from "@/base/project";
import type { WireLayers } from "@/contract";
import { previewQuery } from "../queries";

const QUIET = 300;

/** How many people are where by layers that are being written; counted anew a moment after they changed. */
export function usePreview(layers: WireLayers | null) {
  const project = useProject();
  const [quiet, setQuiet] = useState(layers);
  const text = JSON.stringify(layers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same layers in another object are no change
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(layers), QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    ...previewQuery(project.id, quiet ?? { kind: "stage" }),
    enabled: quiet !== null && layers !== null,
  });
  return { query, waiting: JSON.stringify(quiet) !== text };
}
