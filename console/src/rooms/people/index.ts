export { MergesPage } from "./merges/MergesPage";
export { PeoplePage } from "./PeoplePage";
export { PersonPage } from "./PersonPage";
export { EditSegmentPage, NewSegmentPage } from "./segments/BuildPage";
export { PortraitPage } from "./segments/portrait/PortraitPage";
export { SegmentPage } from "./segments/SegmentPage";
export { SegmentsPage } from "./segments/SegmentsPage";
export { NewTraitPage, TraitPage } from "./traits/TraitPage";
export { TraitsPage } from "./traits/TraitsPage";
