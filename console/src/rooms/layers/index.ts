export { EditLayersPage } from "./edit/EditLayersPage";
export { NewLayersPage } from "./edit/NewLayersPage";
export { LayersPage } from "./LayersPage";
