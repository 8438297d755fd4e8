export { EventPage } from "./EventPage";
export { EventsPage } from "./EventsPage";
export { ImportPage } from "./ImportPage";
