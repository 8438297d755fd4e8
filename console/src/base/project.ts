import { createContext, useContext } from "react";
import type { Project } from "@/contract";
import { useFormat } from "./format";

/** The project whose pages are open; the shell provides it to every room. */
export const ProjectContext = createContext<Project | null>(null);

export function useProject(): Project {
  const project = useContext(ProjectContext);
  if (!project) throw new Error("this page needs a project around it");
  return project;
}

/** Formats bound to the project's zone. */
export function useProjectFormat() {
  return useFormat(useProject().timezone);
}
