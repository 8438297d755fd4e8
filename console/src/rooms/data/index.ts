export { EventPage } from "./EventPage";
export { EventsPage } from "./EventsPage";
export { HealthPage } from "./health/HealthPage";
export { ImportPage } from "./ImportPage";
export { LivePage } from "./live/LivePage";
export { QuarantinePage } from "./quarantine/QuarantinePage";
export { SourcesPage } from "./sources/SourcesPage";
