export { Moment } from "./Moment";
export { PropertyChips } from "./PropertyChips";
export { ScopeMark, TypeMark } from "./PropertyMarks";
export { usePropertyName } from "./usePropertyName";
export { type Bar, ValueBars } from "./ValueBars";
