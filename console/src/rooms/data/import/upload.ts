/** Sending a file. `fetch` tells nothing of how far an upload is, so this is the one place with XMLHttpRequest. */
import { ApiError, errorOf, unsafeHeaders } from "@/base/api";

export interface Uploaded {
  upload_id: string;
  name: string;
  size: number;
}

export interface Sending {
  done: Promise<Uploaded>;
  stop: () => void;
}

export function sendFile(project: string, file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Uploaded>((resolve, reject) => {
    request.open("POST", `/api/projects/${encodeURIComponent(project)}/uploads`);
    request.responseType = "text";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Filename", encodeURIComponent(file.name));
    for (const [name, value] of Object.entries(unsafeHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as Uploaded);
      else reject(errorOf(answer, request.status));
    };
    request.onerror = () =>
      reject(
        new ApiError(
          { code: "unreachable", message: "The server cannot be reached.", field: null, params: {} },
          0,
        ),
      );
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.send(file);
  });
  return { done, stop: () => request.abort() };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
