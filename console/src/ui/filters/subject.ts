/** What filters choose: events (which also have the properties of their person) or people. */
import { createContext, useContext } from "react";

export type Subject = "events" | "people";

export const FiltersOf = createContext<Subject>("events");

export const useSubject = () => useContext(FiltersOf);
