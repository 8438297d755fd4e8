/** Errors at the field of the editor that they are about. */
import { ApiError } from "@/base/api";

const BEFORE = /^(?:body\.)?(?:metrics\.[a-z0-9_]*\.?|metric\.?)?/;
const TAG =
  /^is\.(?:count|people|sum|average|percentile|ratio|conversion|retention|stickiness|cumulative|rolling|formula|fact)(?=\.|$)/;

/** The server names a metric by its key and a shape by its type; the editor has one of each. */
export const placeOf = (field: string): string => field.replace(BEFORE, "").replace(TAG, "is") || "is";

export function placed(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.field === null) return error;
  const { code, message, params, status } = error;
  return new ApiError({ code, message, params, field: placeOf(error.field) }, status);
}
