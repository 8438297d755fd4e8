import type { ErrorBody } from "@/contract";

/** Everything the server refuses or fails at arrives in one shape; this is that shape as an exception. */
export class ApiError extends Error {
  readonly code: string;
  readonly field: string | null;
  readonly params: Record<string, unknown>;
  readonly status: number;
  /** Seconds to wait before trying again, when the server says so. */
  readonly retryAfter: number | null;

  constructor(body: ErrorBody, status: number, retryAfter: number | null = null) {
    super(body.message);
    this.name = "ApiError";
    this.code = body.code;
    this.field = body.field ?? null;
    this.params = body.params ?? {};
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The error a response carries, whatever went wrong on the way (a proxy's HTML page included). */
export function errorOf(body: unknown, status: number, retryAfter: number | null = null): ApiError {
  const inner = (body as { error?: Partial<ErrorBody> } | null)?.error;
  if (inner && typeof inner.code === "string" && typeof inner.message === "string") {
    return new ApiError(
      { code: inner.code, message: inner.message, field: inner.field ?? null, params: inner.params ?? {} },
      status,
      retryAfter,
    );
  }
  return new ApiError(
    { code: "unexpected", message: `HTTP ${status}`, field: null, params: { status } },
    status,
  );
}

/** Errors that come back the same however often one asks. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}
