export {
  ATTRIBUTION_MODELS,
  type AttributionRow,
  attributionRows,
} from "./attribution";
export { earlierOf, periodsAfter } from "./before";
export { breakdownsOf, breakdownTitle, groupKey, withBreakdowns } from "./breakdowns";
export { asQuestion, filtersFrom, questionFromText, questionToText } from "./codec";
export { type Cell, toCsv } from "./csv";
export { convert, defaultQuestion, eventsOf } from "./defaults";
export {
  type DistributionRow,
  type DistributionTotal,
  distributionRows,
  distributionTotals,
} from "./distribution";
export { type DriverRow, driverRows, driverTotal } from "./drivers";
export {
  countConditions,
  type FilterView,
  filterOf,
  moved,
  NEW_CONDITION,
  NEW_DID,
  NEW_SEQUENCE,
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
export { amountProperty, arrivalEvent, goalEvent, intervalFor, likelyPath, mainEvent } from "./guess";
export { type IntervalBar, type IntervalRow, intervalBars, intervalRows, intervalTotals } from "./interval";
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
export { type LtvAge, type LtvRow, ltvAges, ltvPayback, ltvRows, type Payback } from "./ltv";
export {
  type Flow,
  flowsOf,
  type MigrationRow,
  migrationRows,
  type Standing,
  standings,
  valueKey,
} from "./migration";
export { occurrence as occurrenceFrom, range as rangeFrom } from "./parts";
export { PATH_END, type PathLink, type PathRow, pathLinks, pathRows } from "./path";
export { columnName, type ListedPerson, listedPeople, PERSON_MEASURES, wantsProperty } from "./people";
export { askable, completeFilters, isComplete, missing, placeIn } from "./ready";
export { settled } from "./ready-filters";
export { type RetentionAverage, type RetentionRow, retentionAverage, retentionRows } from "./retention";
export { isBlank } from "./rows";
export { conditionSentence, type RuleWords, ruleSentence } from "./rule";
export { eventLabel, letter, occurrenceName } from "./say";
export { sentence } from "./sentence";
export {
  SESSION_ENDS,
  SESSION_FIGURES,
  type SessionFigure,
  type SessionRow,
  sessionEnds,
  sessionRows,
  sessionTotals,
} from "./sessions";
export { EVERYONE, inSide, MOST_SIDES, outOfSide, sidesFrom, sidesToText } from "./sides";
export {
  type StickinessPeriod,
  type StickinessRow,
  stickinessAverage,
  stickinessPeriods,
  stickinessRows,
} from "./stickiness";
export {
  completeTrait,
  EVENT_MEASURES,
  NUMBER_MEASURES,
  ofProperty,
  traitFrom,
  traitSentence,
  VALUES_MEASURES,
  withTraitMeasure,
} from "./trait";
export { lineName, seriesName, type TrendRow, type TrendTotal, trendRows, trendTotals } from "./trend";
export * from "./words";
