export * from "./range";
export { useOpeningRange } from "./useOpeningRange";
