import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router";
import { projectsQuery } from "@/base/api";
import { remembered } from "@/base/prefs";
import { paths } from "@/base/url";
import { ErrorState } from "@/ui";
import { PageSkeleton } from "../PageSkeleton";
import { Welcome } from "./Welcome";

/** The first page: the project looked at last, or the two doors when there is none. */
export function Home() {
  const { projectId } = useParams();
  const projects = useQuery(projectsQuery);
  const navigate = useNavigate();
  const { t } = useTranslation();
  if (projects.error) return <ErrorState error={projects.error} retry={() => projects.refetch()} />;
  if (!projects.data) return <PageSkeleton />;
  const last = projectId ?? remembered("project");
  const project = projects.data.find((one) => one.id === last) ?? projects.data[0];
  if (project) return <Navigate to={paths.overview(project.id)} replace />;
  return <Welcome title={t("shell.welcome.title")} onCreated={(id) => navigate(paths.import(id))} />;
}
