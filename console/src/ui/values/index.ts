export { Moment } from "./Moment";
export { PropertyChips } from "./PropertyChips";
export { ScopeMark, TypeMark } from "./PropertyMarks";
export { useEventName, usePropertyName } from "./useNames";
export { type Bar, ValueBars } from "./ValueBars";
