/** Which members see a board, as a choice of several. */
import type { KeptBoard } from "@/contract";

export const ROLES = ["owner", "analyst", "operator", "viewer"] as const;
export type Inside = NonNullable<KeptBoard["board"]["inside"]>;

export const insideToList = (inside: Inside): string[] =>
  inside === "everybody" ? [] : inside === "maker" ? ["maker"] : inside;

/** Nobody chosen means everybody; "only who made it" beside roles means those roles. */
export function listToInside(chosen: readonly string[]): Inside {
  if (chosen.length === 0) return "everybody";
  const roles = chosen.filter((one) => one !== "maker") as (typeof ROLES)[number][];
  return roles.length > 0 ? roles : "maker";
}
