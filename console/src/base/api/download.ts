/** Files the server makes from a question: fetched with the session, saved under the name it gives. */
import type { Question } from "@/contract";
import { unsafeHeaders } from "./client";
import { errorOf } from "./error";

const NAMED = /filename\*=UTF-8''([^;]+)|filename="([^"]+)"/i;

async function download(path: string, payload: unknown, name: string): Promise<void> {
  const response = await fetch(path, {
    method: payload === undefined ? "GET" : "POST",
    headers: { "Content-Type": "application/json", ...unsafeHeaders() },
    ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
  });
  if (!response.ok) throw errorOf(await response.json().catch(() => null), response.status);
  const found = NAMED.exec(response.headers.get("Content-Disposition") ?? "");
  saveFile(found?.[1] ? decodeURIComponent(found[1]) : (found?.[2] ?? name), await response.blob());
}

/** Hand a file to the browser, which keeps it. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const at = (project: string) => `/api/projects/${encodeURIComponent(project)}`;

export type FileFormat = "xlsx" | "csv";

/** The answer to a question as a spreadsheet. */
export const downloadAnswer = (project: string, question: Question, name: string) =>
  download(`${at(project)}/ask/export?format=xlsx`, question, `${name}.xlsx`);

/** The whole list behind a figure. */
export const downloadPeople = (project: string, question: Question, address: string, format: FileFormat) =>
  download(`${at(project)}/people-behind/export?format=${format}`, { question, address }, `people.${format}`);

/** The people of a segment. */
export const downloadSegment = (project: string, segment: string, format: FileFormat) =>
  download(
    `${at(project)}/segments/${encodeURIComponent(segment)}/export?format=${format}`,
    undefined,
    `segment.${format}`,
  );

/** The figures of a board, a sheet a tile; `look` says as it is looked at. */
export const downloadBoard = (project: string, board: string, look: unknown, name: string) =>
  download(`${at(project)}/boards/${encodeURIComponent(board)}/export`, look, `${name}.xlsx`);
