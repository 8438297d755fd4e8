import { useTranslation } from "react-i18next";
import { Card, RangePicker } from "@/ui";
import { Choice, Either, Field, Line, OccurrenceRow, PropertySelect } from "@/ui/filters";
import type { Form, Frequency, Rfm } from "../draft";
import { Scoring } from "./Scoring";

const FORMS = ["rfm", "free", "rfe"] as const;
const COUNTED: Record<Form, readonly Frequency[]> = {
  rfm: ["events", "distinct", "days"],
  free: ["sessions", "days", "events"],
  rfe: ["events", "days", "sessions"],
};
const ENGAGED = ["events", "days", "sum"] as const;
const WHEN = ["ever", "range"] as const;

interface Props {
  draft: Rfm;
  onChange: (draft: Rfm) => void;
}

/** What R, F and M are, said in sentences; then how they are scored. */
export function RfmEditor({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<Rfm>) => onChange({ ...draft, ...change });
  const { form } = draft;
  const counted = draft.frequency ?? COUNTED[form][0] ?? "events";
  const setForm = (next: Form) => {
    const { frequency: _, order: __, ...rest } = draft;
    onChange({
      ...rest,
      form: next,
      ...(next === "rfe" && !draft.engagement ? { engagement: { event: null } } : {}),
    });
  };
  return (
    <div className="layers-parts">
      <Card title={t("layers.rfm.form")}>
        <Either
          label={t("layers.rfm.form")}
          value={form}
          options={FORMS}
          name={(one) => t(`layers.rfm.forms.${one}`)}
          hint={(one) => t(`layers.rfm.formHints.${one}`)}
          onChange={setForm}
        />
        <p className="layers-note">{t(`layers.rfm.formHints.${form}`)}</p>
        <OccurrenceRow
          path="layers.event"
          value={draft.event}
          onChange={(event) => set({ event })}
          lead={t(`layers.rfm.lead.${form}`)}
          label={t(`layers.rfm.event.${form}`)}
        />
        <Line say={t("layers.rfm.within")}>
          <Either
            label={t("layers.rfm.within")}
            value={draft.window ? "range" : "ever"}
            options={WHEN}
            name={(one) => t(`layers.rfm.when.${one}`)}
            onChange={(next) => {
              const { window: _, ...rest } = draft;
              onChange(next === "ever" ? rest : { ...rest, window: { last: 365, unit: "day" } });
            }}
          />
          {draft.window && <RangePicker value={draft.window} onChange={(window) => set({ window })} />}
        </Line>
      </Card>
      <Card title={t("layers.rfm.measures")}>
        <Line say={<b>R</b>}>
          <span>{t(`layers.rfm.r.${form}`)}</span>
        </Line>
        <Line say={<b>F</b>}>
          <Choice
            label={t("layers.rfm.f")}
            value={counted}
            options={COUNTED[form]}
            name={(one) => t(`layers.rfm.counted.${form === "rfm" ? "order" : "visit"}.${one}`)}
            onChange={(frequency) => set({ frequency })}
          />
          {counted === "distinct" && (
            <Field path="layers.order">
              <PropertySelect
                label={t("layers.rfm.order")}
                placeholder={t("layers.rfm.order")}
                only={{ scope: "event" }}
                value={draft.order ? { property: draft.order, scope: "event" } : null}
                onChange={(chosen) => chosen && set({ order: chosen.property })}
              />
            </Field>
          )}
        </Line>
        <Line say={<b>{form === "rfe" ? "E" : "M"}</b>}>
          {form === "free" && <span>{t("layers.rfm.time")}</span>}
          {form === "rfm" && <span>{t("layers.rfm.sumOf")}</span>}
          {form === "rfe" && (
            <Choice
              label={t("layers.rfm.engagement")}
              value={draft.engaged}
              options={ENGAGED}
              name={(one) => t(`layers.rfm.engaged.${one}`)}
              onChange={(engaged) => set({ engaged })}
            />
          )}
          {(form === "rfm" || (form === "rfe" && draft.engaged === "sum")) && (
            <Field path="layers.amount">
              <PropertySelect
                label={t("layers.rfm.amountOf")}
                placeholder={t("layers.rfm.amountOf")}
                only={{ scope: "event", type: "number" }}
                value={draft.amount ? { property: draft.amount, scope: "event" } : null}
                onChange={(chosen) => chosen && set({ amount: chosen.property })}
              />
            </Field>
          )}
        </Line>
        {form === "rfe" && draft.engagement && (
          <OccurrenceRow
            path="layers.engagement"
            value={draft.engagement}
            onChange={(engagement) => set({ engagement })}
            lead={t("layers.rfm.over")}
            label={t("layers.rfm.engagement")}
          />
        )}
      </Card>
      <Scoring draft={draft} onChange={onChange} />
    </div>
  );
}
