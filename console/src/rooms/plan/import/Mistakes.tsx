import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PlanImport } from "@/contract";
import { DataTable } from "@/ui";

/** Why a file cannot be taken, by row and column. */
export function Mistakes({ mistakes }: { mistakes: PlanImport["errors"] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <section className="plan-mistakes" aria-label={t("plan.import.message")}>
      <Alert
        type="error"
        showIcon
        title={t("plan.import.mistakes", { count: mistakes.length, shown: format.exact(mistakes.length) })}
        description={t("plan.import.mistakesText")}
      />
      <DataTable
        rowKey={(one) => `${one.row} ${one.column} ${one.message}`}
        dataSource={mistakes}
        scroll={{}}
        pagination={mistakes.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          {
            key: "row",
            title: t("plan.import.row"),
            align: "right",
            render: (_, one) => format.exact(one.row),
          },
          { key: "column", title: t("plan.import.column"), render: (_, one) => one.column ?? "–" },
          { key: "message", title: t("plan.import.message"), render: (_, one) => one.message },
        ]}
      />
    </section>
  );
}
