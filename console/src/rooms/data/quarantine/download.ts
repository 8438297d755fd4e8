import type { Chosen } from "../stream/queries";

/** Where chosen refusals are downloaded from, as JSON Lines. */
export function downloadPath(project: string, { code, source }: Chosen): string {
  const wanted = new URLSearchParams([
    ...(code ? [["code", code]] : []),
    ...(source ? [["source", source]] : []),
  ]);
  const query = wanted.size > 0 ? `?${wanted}` : "";
  return `/api/projects/${encodeURIComponent(project)}/quarantine/download${query}`;
}
