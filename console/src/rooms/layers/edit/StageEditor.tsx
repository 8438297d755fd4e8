import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { Field, NumberInput, OccurrenceRow } from "@/ui/filters";
import type { STAGE_DAYS, Stage } from "../draft";

type Days = (typeof STAGE_DAYS)[number];

interface Props {
  draft: Stage;
  onChange: (draft: Stage) => void;
}

/** The stages as sentences, in the order in which they are asked. */
export function StageEditor({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const number = (name: Days) => (
    <Field path={`layers.${name}`}>
      <NumberInput
        label={t(`layers.stage.days.${name}`)}
        min={1}
        max={1000}
        value={draft[name]}
        onChange={(value) => value && onChange({ ...draft, [name]: value })}
      />
    </Field>
  );
  const line = (stage: string, ...names: Days[]) => (
    <li key={stage}>
      <b>{t(`reserved.value.stage_${stage}`)}</b>
      <span className="stage-rule">
        {names.length === 0
          ? t(`layers.stage.rule.${stage}`)
          : names.flatMap((name, index) => [
              <span key={`${name}-before`}>
                {t(`layers.stage.rule.${stage}${index === 0 ? "" : "Then"}`)}
              </span>,
              <span key={name}>{number(name)}</span>,
            ])}
        {names.length > 0 && <span>{t(`layers.stage.rule.${stage}End`)}</span>}
      </span>
    </li>
  );
  return (
    <div className="layers-parts">
      <Card title={t("layers.stage.activity")}>
        <OccurrenceRow
          path="layers.activity"
          value={draft.activity}
          onChange={(activity) => onChange({ ...draft, activity })}
          lead={t("layers.stage.active")}
          label={t("layers.stage.event")}
        />
      </Card>
      <Card title={t("layers.stage.stages")}>
        <p className="layers-note">{t("layers.stage.hint")}</p>
        <Field path="layers" exact>
          <ol className="stage-rules">
            {line("lost", "lost_after")}
            {line("dormant", "dormant_after")}
            {line("new", "new_days")}
            {line("returned", "returned_days")}
            {line("mature", "period", "mature_days")}
            {line("growing")}
          </ol>
        </Field>
      </Card>
    </div>
  );
}
