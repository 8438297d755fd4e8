import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PlanRow } from "../model";
import { AdoptButton } from "./AdoptButton";

/** Says how much of the plan was only learned, and lets all of it be adopted at once. */
export function AdoptAll({ rows }: { rows: PlanRow[] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const events = rows.filter((row) => row.event?.learned).length;
  const learned = rows.reduce((sum, row) => sum + row.learned, 0);
  if (learned === 0) return null;
  return (
    <Alert
      className="plan-adopt"
      type="info"
      title={t("plan.adopt.title", {
        count: learned,
        shown: format.exact(events),
        properties: format.exact(learned - events),
      })}
      action={<AdoptButton rows={rows} label={t("plan.adopt.all")} />}
    />
  );
}
