import { useTranslation } from "react-i18next";
import type { Sessions } from "@/contract";
import { Advanced, Line, NumberInput, OccurrenceRow } from "@/ui/filters";
import type { BuilderProps } from "../kinds";

const TOP = 10;

/** Sessions that have [any event]. */
export default function SessionsBuilder({ question, onChange }: BuilderProps<Sessions>) {
  const { t } = useTranslation();
  return (
    <>
      <OccurrenceRow
        path="event"
        value={question.event ?? { event: null }}
        onChange={(event) => onChange({ ...question, event })}
        lead={t("kinds.sessions.with")}
        label={t("ask.event")}
      />
      <Advanced used={question.top ? 1 : 0}>
        <Line say={t("kinds.sessions.top")}>
          <NumberInput
            label={t("kinds.sessions.top")}
            min={1}
            max={200}
            value={question.top ?? TOP}
            onChange={(top) => onChange({ ...question, top })}
          />
        </Line>
      </Advanced>
    </>
  );
}
