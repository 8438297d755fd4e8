import { LineChartOutlined, TableOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  view: "chart" | "table";
  onView: (view: "chart" | "table") => void;
}

export function ViewSwitch({ view, onView }: Props) {
  const { t } = useTranslation();
  return (
    <Segmented
      aria-label={t("ask.view.label")}
      value={view}
      onChange={onView}
      options={[
        {
          value: "chart" as const,
          label: t("ask.view.chart"),
          icon: <LineChartOutlined aria-hidden="true" />,
        },
        { value: "table" as const, label: t("ask.view.table"), icon: <TableOutlined aria-hidden="true" /> },
      ]}
    />
  );
}
