/** The editor of filters and the controls it is made of, for every page on which one chooses events or people. */
export { Choice } from "./Choice";
export { CatalogueContext, findProperty, useCatalogue } from "./context";
export { Advanced, Either, Line, NumberInput, Tick, WindowInput } from "./controls";
export { EventSelect } from "./EventSelect";
export { FilterList } from "./FilterList";
export { covers, Field, FieldErrors } from "./fields";
export { OccurrenceRow, withFilters } from "./OccurrenceRow";
export { type Chosen, PropertySelect } from "./PropertySelect";
export { RuleText, useRuleWords } from "./RuleText";
export { SegmentSelect } from "./SegmentRow";
export { StepList } from "./StepList";
export { FiltersOf } from "./subject";
export { WithinPicker } from "./WithinPicker";
