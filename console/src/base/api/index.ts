export { api, body, setCsrf, unsafeHeaders, whenSignedOut } from "./client";
export * from "./download";
export { ApiError, errorOf, isFinal } from "./error";
export { labelsQuery, useLabels } from "./labels";
export * from "./lists";
export * from "./metrics";
export * from "./pushes";
export * from "./queries";
export * from "./trees";
