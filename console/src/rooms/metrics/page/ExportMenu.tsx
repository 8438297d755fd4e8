import { DownloadOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { saveFile } from "@/base/api";
import { toCsv } from "@/base/question";
import type { Curves } from "@/charts";
import type { MetricValues } from "@/contract";
import type { MetricLine } from "./model";

interface Props {
  name: string;
  model: Curves<MetricLine>;
  before: MetricValues | undefined;
  png: (() => string) | null;
}

/** The table as CSV, the picture as PNG. */
export function ExportMenu({ name, model, before, png }: Props) {
  const { t } = useTranslation();
  const stamp = `${name}-${new Date().toISOString().slice(0, 10)}`;
  const csv = () => {
    const header = [
      t("ask.table.bucket"),
      ...model.lines.map((line) => line.name),
      ...(before ? [t("ask.table.previous")] : []),
      t("ask.table.complete"),
    ];
    const rows = model.buckets.map((bucket, at) => [
      bucket,
      ...model.lines.map((line) => line.points[at]?.value),
      ...(before ? [before.rows[at]?.value] : []),
      model.lines.every((line) => line.points[at]?.complete ?? true),
    ]);
    saveFile(`${stamp}.csv`, new Blob([toCsv(header, rows)], { type: "text/csv;charset=utf-8" }));
  };
  const picture = async () => {
    if (png) saveFile(`${stamp}.png`, await (await fetch(png())).blob());
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          { key: "csv", label: t("ask.export.csv"), onClick: csv },
          { key: "png", label: t("ask.export.png"), disabled: png === null, onClick: picture },
        ],
      }}
    >
      <Button icon={<DownloadOutlined aria-hidden="true" />}>{t("ask.export.title")}</Button>
    </Dropdown>
  );
}
