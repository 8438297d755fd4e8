import { lazy, Suspense } from "react";
import type { NewProjectProps } from "./NewProjectForm";

const NewProjectForm = lazy(() => import("./NewProjectForm"));

/** The dialog that makes a project; its code comes when it is opened. */
export function NewProject({ open, ...rest }: NewProjectProps & { open: boolean }) {
  return <Suspense fallback={null}>{open && <NewProjectForm {...rest} />}</Suspense>;
}
