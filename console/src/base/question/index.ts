export { asQuestion, questionFromText, questionToText } from "./codec";
export { type Cell, toCsv } from "./csv";
export { convert, defaultQuestion, eventsOf, likelyPath, mainEvent } from "./defaults";
export {
  countConditions,
  type FilterView,
  filterOf,
  moved,
  NEW_CONDITION,
  places,
  replaced,
  viewOf,
  without,
} from "./edit";
export { askable, completeFilters, isComplete, missing } from "./ready";
export * from "./rows";
export * from "./words";
