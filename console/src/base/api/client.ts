import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "@/contract";
import { ApiError, errorOf } from "./error";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

let csrf: string | null = null;
let onSignedOut: () => void = () => {};

/** The token that unsafe calls carry; it comes with the session. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

/** What to do when the server says that nobody is signed in any more. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** Headers every unsafe call needs, for the few calls made without the typed client (uploads with progress). */
export function unsafeHeaders(): Record<string, string> {
  return csrf ? { "X-CSRF-Token": csrf } : {};
}

const guard: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method) && csrf) request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return response;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    const wait = Number(response.headers.get("Retry-After"));
    const error = errorOf(body, response.status, Number.isFinite(wait) && wait > 0 ? wait : null);
    if (response.status === 401 && !request.url.endsWith("/api/session")) onSignedOut();
    throw error;
  },
  onError({ error }) {
    if (error instanceof ApiError || (error instanceof DOMException && error.name === "AbortError")) return;
    return new ApiError(
      { code: "unreachable", message: "The server cannot be reached.", field: null, params: {} },
      0,
    );
  },
};

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "http://127.0.0.1" });
api.use(guard);

/** The body of a call that went well. Failures never get here: the guard has thrown them as ApiError. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
