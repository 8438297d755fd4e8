export type { Editing } from "./fields";
export { LeftOut } from "./LeftOut";
export { Limits } from "./Limits";
export { Privacy } from "./Privacy";
export { Sessions } from "./Sessions";
export { Time } from "./Time";
