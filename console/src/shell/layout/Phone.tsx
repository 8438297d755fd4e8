import { MoreOutlined, SearchOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import type { Project } from "@/contract";
import { useNav } from "../useNav";
import { MemberMenu } from "./MemberMenu";
import { ProjectSwitch } from "./ProjectSwitch";
import type { LayoutProps } from "./Sidebar";

/** The bar at the top of a phone. */
export function PhoneBar({ project, projects, onSearch }: LayoutProps) {
  const { t } = useTranslation();
  return (
    <header className="phone-bar">
      <ProjectSwitch project={project} projects={projects} />
      <Button
        type="text"
        icon={<SearchOutlined aria-hidden="true" />}
        aria-label={t("shell.search")}
        onClick={onSearch}
      />
      <MemberMenu compact />
    </header>
  );
}

/** The pages, under the thumb: the handy ones at once, the others one tap away. */
export function PhoneTabs({ project }: { project: Project | undefined }) {
  const { t } = useTranslation();
  const pages = useNav().flatMap((group) => group.pages);
  if (!project) return null;
  return (
    <nav className="phone-tabs" aria-label={t("shell.navigation")}>
      {pages
        .filter((page) => page.handy)
        .map((page) => (
          <NavLink key={page.key} to={page.to(project.id)}>
            <span aria-hidden="true">{page.icon}</span>
            {t(`shell.page.${page.key}`)}
          </NavLink>
        ))}
      <Dropdown
        trigger={["click"]}
        menu={{
          items: pages
            .filter((page) => !page.handy)
            .map((page) => ({
              key: page.key,
              icon: page.icon,
              label: <Link to={page.to(project.id)}>{t(`shell.page.${page.key}`)}</Link>,
            })),
        }}
      >
        <button type="button">
          <MoreOutlined aria-hidden="true" />
          {t("shell.more")}
        </button>
      </Dropdown>
    </nav>
  );
}
