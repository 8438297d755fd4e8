import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Profile } from "@/contract";
import { MergeDrawer } from "../merges/MergeDrawer";
import { UndoDrawer } from "../merges/UndoDrawer";
import { EraseDrawer } from "../privacy/EraseDrawer";

/** What can be done about who a person is: made one with another, taken away as a file, erased. */
export function PersonActions({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const doing = get("do");
  const file = `/api/projects/${encodeURIComponent(project.id)}/people/${profile.person_id}/export`;
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          onClick: ({ key }) => {
            if (key !== "export") set({ do: key });
          },
          items: [
            { key: "merge", label: t("people.merge.open") },
            {
              key: "export",
              label: (
                <a href={file} download>
                  {t("people.export")}
                </a>
              ),
            },
            { type: "divider" },
            { key: "erase", danger: true, label: t("people.erase.open") },
          ],
        }}
      >
        <Button icon={<DownOutlined aria-hidden="true" />} iconPlacement="end">
          {t("people.actions")}
        </Button>
      </Dropdown>
      <MergeDrawer
        profile={profile}
        open={doing === "merge"}
        onClose={() => set({ do: null })}
        onMerged={(person) => navigate(paths.person(project.id, person), { replace: true })}
      />
      <UndoDrawer number={get("undo")} onClose={() => set({ undo: null })} />
      <EraseDrawer
        profile={profile}
        open={doing === "erase"}
        onClose={() => set({ do: null })}
        onGone={() => navigate(paths.people(project.id), { replace: true })}
      />
    </>
  );
}
