/** What a project's data health comes to in one sentence, and how full properties are. Pure. */
import type { DataHealth, SourceHealth, SourceState } from "@/contract";

export interface Overall {
  /** `none`: there is no source at all. */
  state: SourceState | "none";
  /** The sources in this state. */
  names: string[];
  /** How many others are well. */
  well: number;
}

/** The worst that is so, of whom, and how many others are well. Without any source in use nothing flows. */
export function overallOf(health: DataHealth): Overall {
  if (health.sources.length === 0) return { state: "none", names: [], well: 0 };
  const used = health.sources.filter((source) => source.state !== "archived");
  if (used.length === 0) return { state: "archived", names: [], well: 0 };
  const names = used.filter((source) => source.state === health.state).map((source) => source.name);
  const well = used.filter((source) => source.state === "ok" && health.state !== "ok").length;
  return { state: health.state, names, well };
}

/** How a day compares with the usual one; null where there is none to compare with. */
export const volumeChange = ({ accepted, usual }: SourceHealth): number | null =>
  usual ? accepted / usual - 1 : null;

/** A change between two shares in per cent points, one decimal, with its sign. */
export function points(lately: number, before: number): string {
  const change = Math.round((lately - before) * 1000) / 10;
  return `${change > 0 ? "+" : change < 0 ? "−" : ""}${Math.abs(change).toFixed(1)}`;
}
