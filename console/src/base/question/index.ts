export { breakdownsOf, breakdownTitle, groupKey, withBreakdowns } from "./breakdowns";
export { asQuestion, questionFromText, questionToText } from "./codec";
export { type Cell, toCsv } from "./csv";
export { convert, defaultQuestion, eventsOf } from "./defaults";
export {
  countConditions,
  type FilterView,
  filterOf,
  moved,
  NEW_CONDITION,
  NEW_DID,
  places,
  replaced,
  viewOf,
  without,
} from "./edit";
export { type FunnelRow, type FunnelTotal, funnelRows, funnelTotals } from "./funnel";
export { intervalFor, likelyPath, mainEvent } from "./guess";
export type { KindOf, Period } from "./kind";
export { KIND_GROUPS, KINDS, kindOf, type Of } from "./kinds";
export { askable, completeFilters, isComplete, missing } from "./ready";
export { type RetentionAverage, type RetentionRow, retentionAverage, retentionRows } from "./retention";
export { letter, occurrenceName } from "./say";
export { sentence } from "./sentence";
export { seriesName, type TrendRow, type TrendTotal, trendRows, trendTotals } from "./trend";
export * from "./words";
