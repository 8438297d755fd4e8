export { MergesPage } from "./merges/MergesPage";
export { PeoplePage } from "./PeoplePage";
export { PersonPage } from "./PersonPage";
