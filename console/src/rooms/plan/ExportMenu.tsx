import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";

const FORMATS = ["xlsx", "csv", "yaml"] as const;

/** The plan as a file: for spreadsheets, or to be kept beside the code. */
export function ExportMenu() {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: FORMATS.map((format) => ({
          key: format,
          label: (
            <a href={`/api/projects/${encodeURIComponent(project.id)}/plan/export?format=${format}`} download>
              {t(`plan.export.${format}`)}
            </a>
          ),
        })),
      }}
    >
      <Button icon={<DownOutlined aria-hidden="true" />} iconPlacement="end">
        {t("plan.export.open")}
      </Button>
    </Dropdown>
  );
}
