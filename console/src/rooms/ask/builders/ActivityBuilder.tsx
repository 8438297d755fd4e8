import { useTranslation } from "react-i18next";
import type { Lifecycle, Stickiness } from "@/contract";
import { OccurrenceRow } from "@/ui/filters";
import type { BuilderProps } from "../kinds";

/** Active is who did [event]. */
export default function ActivityBuilder<Q extends Lifecycle | Stickiness>({
  question,
  onChange,
}: BuilderProps<Q>) {
  const { t } = useTranslation();
  return (
    <OccurrenceRow
      path="activity"
      value={question.activity}
      onChange={(activity) => onChange({ ...question, activity })}
      lead={t("kinds.activity.lead")}
      label={t("kinds.activity.event")}
    />
  );
}
