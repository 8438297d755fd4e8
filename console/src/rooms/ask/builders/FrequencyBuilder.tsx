import { useTranslation } from "react-i18next";
import type { Frequency } from "@/contract";
import { Advanced, Field, Line, NumberInput, OccurrenceRow } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { NumberList } from "../parts/NumberList";

const EXACT = 10;

/** How often people did [event]. */
export default function FrequencyBuilder({ question, onChange }: BuilderProps<Frequency>) {
  const { t } = useTranslation();
  const set = (change: Partial<Frequency>) => onChange({ ...question, ...change });
  return (
    <>
      <OccurrenceRow
        path="activity"
        value={question.activity}
        onChange={(activity) => set({ activity })}
        lead={t("kinds.frequency.lead")}
        label={t("kinds.activity.event")}
      />
      <Advanced used={[question.exact, question.brackets].filter(Boolean).length}>
        <Line say={t("kinds.frequency.exact")}>
          <Field path="exact">
            <NumberInput
              label={t("kinds.frequency.exact")}
              min={1}
              max={1000}
              value={question.exact ?? EXACT}
              onChange={(exact) => set({ exact })}
            />
          </Field>
        </Line>
        <Line say={t("kinds.frequency.brackets")}>
          <Field path="brackets">
            <NumberList
              label={t("kinds.frequency.brackets")}
              placeholder="20, 50, 100"
              value={question.brackets}
              onChange={(brackets) => set({ brackets })}
            />
          </Field>
        </Line>
      </Advanced>
    </>
  );
}
