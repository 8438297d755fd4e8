import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { projectsQuery } from "@/base/api";
import { remembered } from "@/base/prefs";
import { JobTray } from "@/ui";
import { PhoneBar, PhoneTabs } from "./Phone";
import { Sidebar } from "./Sidebar";

const Palette = lazy(() => import("../palette/Palette").then((module) => ({ default: module.Palette })));

/** The frame around every page: navigation, search, the tray. */
export function Layout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const projects = useQuery(projectsQuery).data ?? [];
  const named = /^\/p\/([^/]+)/.exec(pathname)?.[1];
  const wanted = named ? decodeURIComponent(named) : remembered("project");
  const project = projects.find((one) => one.id === wanted) ?? (named ? undefined : projects[0]);
  const [searching, setSearching] = useState(false);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        (event.metaKey || event.ctrlKey) &&
        !event.shiftKey &&
        !event.altKey &&
        event.key.toLowerCase() === "k"
      ) {
        event.preventDefault();
        setSearching((open) => !open);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const parts = { project, projects, onSearch: () => setSearching(true) };
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <Sidebar {...parts} />
      <PhoneBar {...parts} />
      <main id="main" className="main" tabIndex={-1}>
        <Outlet />
      </main>
      <PhoneTabs project={project} />
      <JobTray />
      <Suspense fallback={null}>
        {searching && <Palette project={project} projects={projects} onClose={() => setSearching(false)} />}
      </Suspense>
    </div>
  );
}
