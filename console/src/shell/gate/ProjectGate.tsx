import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { Outlet, useLocation, useParams } from "react-router";
import { projectsQuery, useLabels } from "@/base/api";
import { remember } from "@/base/prefs";
import { ProjectContext } from "@/base/project";
import { ErrorState, PeopleDrawer } from "@/ui";
import { Boundary } from "../Boundary";
import { NotFound } from "../NotFound";
import { PageSkeleton } from "../PageSkeleton";

/** Finds the project an address names and gives it to the page inside. */
export function ProjectGate() {
  const { projectId } = useParams();
  const { pathname } = useLocation();
  const projects = useQuery(projectsQuery);
  const project = projects.data?.find((one) => one.id === projectId);
  useLabels(project?.id);
  useEffect(() => {
    if (project) remember("project", project.id);
  }, [project]);
  if (projects.error) return <ErrorState error={projects.error} retry={() => projects.refetch()} />;
  if (!projects.data) return <PageSkeleton />;
  if (!project) return <NotFound />;
  return (
    <ProjectContext value={project} key={project.id}>
      <Boundary key={pathname}>
        <Suspense fallback={<PageSkeleton />}>
          <Outlet />
        </Suspense>
      </Boundary>
      <PeopleDrawer />
    </ProjectContext>
  );
}
