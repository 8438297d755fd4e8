import { SearchOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { Project } from "@/contract";
import { useNav } from "../useNav";
import { MemberMenu } from "./MemberMenu";
import { ProjectSwitch } from "./ProjectSwitch";

export interface LayoutProps {
  project: Project | undefined;
  projects: Project[];
  onSearch: () => void;
}

const MAC = /mac/i.test(navigator.platform);

export function Sidebar({ project, projects, onSearch }: LayoutProps) {
  const { t } = useTranslation();
  const nav = useNav();
  return (
    <aside className="sidebar">
      <ProjectSwitch project={project} projects={projects} />
      <button type="button" className="side-search" onClick={onSearch}>
        <SearchOutlined aria-hidden="true" />
        <span>{t("shell.search")}</span>
        <kbd>{MAC ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <nav aria-label={t("shell.navigation")}>
        {project &&
          nav.map((group) => (
            <div key={group.key} className="nav-group">
              <div className="nav-group-name">{t(`shell.group.${group.key}`)}</div>
              {group.pages.map((page) => (
                <NavLink key={page.key} to={page.to(project.id)} className="nav-link">
                  <span aria-hidden="true">{page.icon}</span>
                  {t(`shell.page.${page.key}`)}
                </NavLink>
              ))}
            </div>
          ))}
      </nav>
      <div className="side-foot">
        <MemberMenu />
      </div>
    </aside>
  );
}
