import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useProject } from "@/base/project";
import type { Computed } from "@/contract";
import { previewQuery } from "../queries";

const QUIET = 250;
const NOTHING: Computed = { measure: "count", event: null };

/** The values of a trait that is being written; computed anew a moment after it changed. Null says too little. */
export function usePreview(trait: Computed | null) {
  const project = useProject();
  const [quiet, setQuiet] = useState(trait);
  const text = JSON.stringify(trait);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same trait in another object is no change
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(trait), QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    ...previewQuery(project.id, quiet ?? NOTHING),
    enabled: quiet !== null && trait !== null,
  });
  return { query, waiting: JSON.stringify(quiet) !== text };
}
