export { EditMetricPage, NewMetricPage } from "./EditMetricPage";
export { MetricPage } from "./MetricPage";
export { MetricsPage } from "./MetricsPage";
