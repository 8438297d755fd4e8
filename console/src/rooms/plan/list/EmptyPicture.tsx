import { useTranslation } from "react-i18next";
import { LearnedMark, ModeMark, StatusMark } from "./marks";

/** Two lines of a plan, as the page will show them. */
export function EmptyPicture() {
  const { t } = useTranslation();
  return (
    <div className="plan-picture">
      <b>{t("plan.empty.paid")}</b>
      <StatusMark status="live" />
      <ModeMark mode="enforce" />
      <b>{t("plan.empty.shared")}</b>
      <StatusMark status="live" />
      <LearnedMark />
    </div>
  );
}
