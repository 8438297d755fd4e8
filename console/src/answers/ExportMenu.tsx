import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { downloadAnswer } from "@/base/api";
import { useProject } from "@/base/project";
import { toCsv } from "@/base/question";
import type { Question } from "@/contract";
import { useAllowed, useErrorText } from "@/ui";
import type { ResultParts } from "./types";

function save(name: string, href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

/** The table as CSV, all of the answer as a spreadsheet, the picture as PNG. */
export function ExportMenu({
  parts,
  name,
  question,
}: {
  parts: ResultParts | null;
  name: string;
  question: Question;
}) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const allowed = useAllowed();
  const kept = question.kind === "people" ? allowed("export_people") : {};
  const { message } = App.useApp();
  const stamp = `${name}-${new Date().toISOString().slice(0, 10)}`;
  const csv = () => {
    if (!parts) return;
    const { header, rows } = parts.table();
    const url = URL.createObjectURL(new Blob([toCsv(header, rows)], { type: "text/csv;charset=utf-8" }));
    save(`${stamp}.csv`, url);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const items = [
    { key: "csv", label: t("ask.export.csv"), onClick: csv },
    {
      key: "xlsx",
      label: t("ask.export.xlsx"),
      onClick: () =>
        downloadAnswer(project.id, question, stamp).catch(
          (error: unknown) => void message.error(errorText(error)),
        ),
    },
    {
      key: "png",
      label: t("ask.export.png"),
      disabled: !parts?.png,
      onClick: () => parts?.png && save(`${stamp}.png`, parts.png()),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]} disabled={!parts || kept.disabled === true}>
      <Button icon={<DownloadOutlined aria-hidden="true" />} {...kept}>
        {t("ask.export.title")}
      </Button>
    </Dropdown>
  );
}
