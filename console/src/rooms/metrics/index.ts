export { MetricPage } from "./MetricPage";
export { MetricsPage } from "./MetricsPage";
