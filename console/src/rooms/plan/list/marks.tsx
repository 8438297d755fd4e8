import { useTranslation } from "react-i18next";
import type { Mode, Status } from "../model";

/** How far something is; the word says it, the colour helps. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <span className={`plan-status plan-status-${status}`}>{t(`plan.status.${status}`)}</span>;
}

export function ModeMark({ mode }: { mode: Mode }) {
  const { t } = useTranslation();
  return (
    <span className={mode === "enforce" ? "plan-enforced" : "plan-quiet"} title={t(`plan.modeText.${mode}`)}>
      {t(`plan.mode.${mode}`)}
    </span>
  );
}

/** Found in traffic, and nobody has said that it should be so. */
export function LearnedMark() {
  const { t } = useTranslation();
  return (
    <span className="plan-learned" title={t("plan.learnedText")}>
      {t("plan.learned")}
    </span>
  );
}
