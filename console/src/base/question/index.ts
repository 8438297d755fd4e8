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
export { type FrequencyRow, type FrequencyTotal, frequencyRows, frequencyTotals } from "./frequency";
export {
  type FunnelPeriod,
  type FunnelQuantiles,
  type FunnelRow,
  type FunnelTotal,
  funnelQuantiles,
  funnelRows,
  funnelTimes,
  funnelTotals,
  funnelTrend,
  requiredBefore,
  stepName,
  type TimeBar,
} from "./funnel";
export { goalEvent, intervalFor, likelyPath, mainEvent } from "./guess";
export type { KindOf, Period } from "./kind";
export { KIND_GROUPS, KINDS, kindOf, type Of } from "./kinds";
export {
  type LifecycleRow,
  type LifecycleTotal,
  lifecycleRows,
  lifecycleTotals,
  STATUSES,
  type Status,
} from "./lifecycle";
export { askable, completeFilters, isComplete, missing } from "./ready";
export { type RetentionAverage, type RetentionRow, retentionAverage, retentionRows } from "./retention";
export { letter, occurrenceName } from "./say";
export { sentence } from "./sentence";
export {
  type StickinessPeriod,
  type StickinessRow,
  stickinessAverage,
  stickinessPeriods,
  stickinessRows,
} from "./stickiness";
export { seriesName, type TrendRow, type TrendTotal, trendRows, trendTotals } from "./trend";
export * from "./words";
