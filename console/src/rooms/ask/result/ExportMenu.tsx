import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { toCsv } from "@/base/question";
import type { ResultParts } from "./types";

function save(name: string, href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}

/** The table as CSV, the picture as PNG. */
export function ExportMenu({ parts, name }: { parts: ResultParts | null; name: string }) {
  const { t } = useTranslation();
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
      key: "png",
      label: t("ask.export.png"),
      disabled: !parts?.png,
      onClick: () => parts?.png && save(`${stamp}.png`, parts.png()),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]} disabled={!parts}>
      <Button icon={<DownloadOutlined aria-hidden="true" />}>{t("ask.export.title")}</Button>
    </Dropdown>
  );
}
