/** Sending a list of ids: the body of the request is the file as it is. */
import { ApiError, errorOf, unsafeHeaders } from "@/base/api";
import type { Segment } from "@/contract";

export interface List {
  file: File;
  name: string;
  column: string | null;
  /** A text property of people; null where the list has their ids. */
  by: string | null;
}

export async function sendList(project: string, { file, name, column, by }: List): Promise<Segment> {
  const query = new URLSearchParams({ name, ...(column ? { column } : {}), ...(by ? { by } : {}) });
  const response = await fetch(`/api/projects/${encodeURIComponent(project)}/segments/upload?${query}`, {
    method: "POST",
    headers: {
      "Content-Type": "application/octet-stream",
      "X-Filename": encodeURIComponent(file.name),
      ...unsafeHeaders(),
    },
    body: file,
  }).catch(() => {
    throw new ApiError(
      { code: "unreachable", message: "The server cannot be reached.", field: null, params: {} },
      0,
    );
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw errorOf(answer, response.status);
  return answer as Segment;
}

const HEAD = 65_536;

/** The columns of a text file by its first line; none where they cannot be told without reading a workbook. */
export async function columnsOf(file: File): Promise<string[]> {
  if (!/\.(csv|tsv|txt)$/i.test(file.name)) return [];
  return columnsIn(await file.slice(0, HEAD).text());
}

/** The fields of the first line of delimited text. */
export function columnsIn(text: string): string[] {
  const line = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const mark = ["\t", ";", ","].find((one) => line.includes(one)) ?? ",";
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === mark && !quoted) {
      fields.push(field);
      field = "";
    } else field += char;
  }
  return [...fields, field].map((one) => one.trim()).filter((one) => one !== "");
}
