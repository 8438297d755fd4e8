import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS } from "@/base/question";
import type { Funnel, FunnelWindow } from "@/contract";
import { Field, Line, NumberInput, StepList, WindowInput } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { FunnelOptions } from "./FunnelOptions";

/** Steps in order, within a window. */
export default function FunnelBuilder({ question, onChange }: BuilderProps<Funnel>) {
  const { t } = useTranslation();
  const { steps, window } = question;
  return (
    <Field path="steps" exact>
      <StepList path="steps" steps={steps} onChange={(next) => onChange({ ...question, steps: next })} />
      <Line say={t("ask.funnel.within")}>
        <WindowInput<FunnelWindow["unit"]>
          path="window"
          label={t("ask.funnel.windowValue")}
          units={FUNNEL_UNITS}
          value={window}
          onChange={(next) => onChange({ ...question, window: next })}
        />
      </Line>
      {question.times && (
        <Line say={t("kinds.funnel.timesBetween")}>
          <NumberInput
            label={t("kinds.funnel.timesFrom")}
            min={1}
            max={steps.length - 1}
            value={question.times.from ?? 1}
            onChange={(from = 1) => onChange({ ...question, times: { ...question.times, from } })}
          />
          <span>–</span>
          <NumberInput
            label={t("kinds.funnel.timesTo")}
            min={2}
            max={steps.length}
            value={question.times.to ?? steps.length}
            onChange={(to) => onChange({ ...question, times: { ...question.times, to } })}
          />
        </Line>
      )}
      <FunnelOptions question={question} onChange={onChange} />
    </Field>
  );
}
