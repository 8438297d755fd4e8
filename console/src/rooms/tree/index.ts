export { TreesPage } from "./TreesPage";
