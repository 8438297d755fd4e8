export { flagsOf, Result } from "./Result";
export type { OnOpen, ResultParts, ResultProps } from "./types";
export { viewOfKind } from "./views";
