import { CheckOutlined, DownOutlined, PlusOutlined } from "@ant-design/icons";
import { Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "@/base/access";
import { paths } from "@/base/url";
import type { Project } from "@/contract";
import { Logo } from "@/ui";
import { NewProject } from "./NewProject";

export function ProjectSwitch({ project, projects }: { project: Project | undefined; projects: Project[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const may = useMay();
  const items = [
    ...projects.map((one) => ({
      key: one.id,
      icon: one.id === project?.id ? <CheckOutlined aria-hidden="true" /> : <span className="menu-blank" />,
      label: (
        <span className="menu-project">
          {one.name}
          {one.simulated && <em>{t("shell.project.simulated")}</em>}
        </span>
      ),
      onClick: () => navigate(paths.overview(one.id)),
    })),
    ...(may("manage_projects")
      ? [
          { type: "divider" as const },
          {
            key: "+new",
            icon: <PlusOutlined aria-hidden="true" />,
            label: t("shell.project.create"),
            onClick: () => setCreating(true),
          },
        ]
      : []),
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomLeft">
        <button type="button" className="project-switch" title={t("shell.project.switch")}>
          <Logo />
          <span className="project-name">
            <b>{project?.name ?? t("common.product")}</b>
            {project?.simulated && <em>{t("shell.project.simulated")}</em>}
          </span>
          <DownOutlined aria-hidden="true" />
        </button>
      </Dropdown>
      <NewProject
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(id) => navigate(paths.import(id))}
      />
    </>
  );
}
