export { MergesPage } from "./merges/MergesPage";
export { PeoplePage } from "./PeoplePage";
export { PersonPage } from "./PersonPage";
export { SegmentsPage } from "./segments/SegmentsPage";
