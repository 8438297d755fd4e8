export { paths } from "./paths";
export { decode, encode, escapeQuery } from "./rison";
export { changed, type UrlChange, useUrlState } from "./useUrlState";
