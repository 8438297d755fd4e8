import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { downloadSegment, type FileFormat } from "@/base/api";
import { useProject } from "@/base/project";
import type { Segment } from "@/contract";
import { useErrorText, useMay } from "@/ui";

/** The people of a segment as a file, for whom may take lists along. */
export function ExportSegment({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const { message } = App.useApp();
  if (!useMay()("export_people")) return null;
  const take = (format: FileFormat) =>
    downloadSegment(project.id, segment.id, format).catch(
      (error: unknown) => void message.error(errorText(error)),
    );
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "xlsx", label: "Excel (XLSX)", onClick: () => take("xlsx") },
          { key: "csv", label: "CSV", onClick: () => take("csv") },
        ],
      }}
    >
      <Button icon={<DownloadOutlined aria-hidden="true" />}>{t("ask.export.title")}</Button>
    </Dropdown>
  );
}
