import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMay } from "@/base/access";
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
  const may = useMay();
  const file = `/api/projects/${encodeURIComponent(project.id)}/people/${profile.person_id}/export`;
  if (!may("change_people") && !may("erase")) return null;
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          onClick: ({ key }) => {
            if (key !== "export") set({ do: key });
          },
          items: [
            ...(may("change_people") ? [{ key: "merge", label: t("people.merge.open") }] : []),
            ...(may("erase")
              ? [
                  {
                    key: "export",
                    label: (
                      <a href={file} download>
                        {t("people.export")}
                      </a>
                    ),
                  },
                  { type: "divider" as const },
                  { key: "erase", danger: true, label: t("people.erase.open") },
                ]
              : []),
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
