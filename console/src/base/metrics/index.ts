export { useLastDay, useMetricNames, useWritten } from "./hooks";
export { daysBefore, type Interval, lastDays, lengthOf } from "./periods";
export { type SliceValues, sliceFilters } from "./slices";
export {
  inTongue,
  type MetricDoor,
  type MetricWords,
  metricDoors,
  metricName,
  metricSentence,
} from "./words";
export { type Value, type Written, writtenBy } from "./write";
