import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Retention } from "@/contract";
import type { BuilderProps } from "../kinds";
import { OccurrenceRow } from "./OccurrenceRow";

/** People who did [start] … and came back with [return]. */
export default function RetentionBuilder({ question, onChange }: BuilderProps<Retention>) {
  const { t } = useTranslation();
  return (
    <>
      <p className="builder-say">{t("ask.retention.startSay")}</p>
      <OccurrenceRow
        path="start"
        value={question.start}
        onChange={(start) => onChange({ ...question, start })}
        lead={<span className="letter">A</span>}
        label={t("ask.retention.start")}
      />
      <Segmented
        value={question.cohort}
        options={[
          { value: "first" as const, label: t("ask.retention.first") },
          { value: "every" as const, label: t("ask.retention.every") },
        ]}
        onChange={(cohort) => onChange({ ...question, cohort })}
      />
      <p className="builder-say">{t("ask.retention.returnSay")}</p>
      <OccurrenceRow
        path="return"
        value={question.return}
        onChange={(next) => onChange({ ...question, return: next })}
        lead={<span className="letter">B</span>}
        label={t("ask.retention.return")}
      />
    </>
  );
}
