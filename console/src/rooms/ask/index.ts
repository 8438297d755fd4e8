export { AskPage } from "./AskPage";
