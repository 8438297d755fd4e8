/** The metric that is explained, for all parts of the explanation. */
import { createContext, useContext } from "react";
import type { Written } from "@/base/metrics";
import type { Filter } from "@/contract";

export interface Explained {
  key: string;
  name: string;
  good: "up" | "down" | "neither";
  written: Written;
  /** Of whom the metric is looked at. */
  filters: readonly Filter[];
}

export const ExplainedMetric = createContext<Explained | null>(null);

export function useExplained(): Explained {
  const found = useContext(ExplainedMetric);
  if (!found) throw new Error("this needs an explained metric around it");
  return found;
}

/** Whether a change is good, bad or neither for this metric. */
export function toneOf(change: number, good: Explained["good"]): "good" | "bad" | "flat" {
  if (change === 0 || good === "neither") return "flat";
  return change > 0 === (good === "up") ? "good" : "bad";
}
