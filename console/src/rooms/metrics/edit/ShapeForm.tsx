import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS } from "@/base/question";
import type { FunnelWindow, MetricBody, Occurrence, Step } from "@/contract";
import { MetricSelect } from "@/ui";
import {
  Either,
  Field,
  Line,
  NumberInput,
  OccurrenceRow,
  PropertySelect,
  StepList,
  Tick,
  useCatalogue,
  WindowInput,
} from "@/ui/filters";
import { asShape, events, retyped, type Shape, TYPES } from "./draft";
import { FactForm } from "./FactForm";
import { FormulaForm } from "./FormulaForm";

interface Props {
  metric: MetricBody;
  own: string;
  onChange: (metric: MetricBody) => void;
}

/** What is measured: its type, and what this type says. */
export function ShapeForm({ metric, own, onChange }: Props) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const likely = [...catalogue.events].sort((a, b) => b.people - a.people)[0]?.name ?? null;
  const { is } = metric;
  return (
    <div className="metric-form">
      <Field path="is" exact>
        <Select
          className="pick"
          aria-label={t("metrics.edit.type")}
          value={is.type}
          listHeight={560}
          options={TYPES.map((type) => ({ value: type, label: t(`metrics.edit.types.${type}`) }))}
          onChange={(type) => onChange(retyped(metric, type, likely))}
        />
      </Field>
      <p className="metric-quiet">{t(`metrics.edit.typeText.${is.type}`)}</p>
      <Parts is={is} own={own} onChange={(next) => onChange({ ...metric, is: next })} />
    </div>
  );
}

interface PartsProps {
  is: Shape;
  own: string;
  onChange: (is: Shape) => void;
}

function Parts({ is, own, onChange }: PartsProps) {
  const { t } = useTranslation();
  const set = (change: object) => onChange(asShape({ ...is, ...change }));
  switch (is.type) {
    case "count":
    case "people":
    case "stickiness":
    case "sum":
    case "average":
    case "percentile":
      return <EventParts is={is} own={own} onChange={onChange} />;
    case "ratio":
      return (
        <>
          <OfMetric
            path="is.of"
            label={t("metrics.edit.of")}
            value={is.of}
            own={own}
            set={(of) => set({ of })}
          />
          <OfMetric
            path="is.by"
            label={t("metrics.edit.by")}
            value={is.by}
            own={own}
            set={(by) => set({ by })}
          />
        </>
      );
    case "rolling":
      return (
        <>
          <OfMetric
            path="is.of"
            label={t("metrics.edit.metric")}
            value={is.of}
            own={own}
            set={(of) => set({ of })}
          />
          <Days label={t("metrics.edit.days")} value={is.days} set={(days) => set({ days })} />
        </>
      );
    case "cumulative":
      return (
        <OfMetric
          path="is.of"
          label={t("metrics.edit.metric")}
          value={is.of}
          own={own}
          set={(of) => set({ of })}
        />
      );
    case "formula":
      return <FormulaForm value={is.formula} own={own} onChange={(formula) => set({ formula })} />;
    case "fact":
      return <FactForm is={is} onChange={onChange} />;
    case "conversion":
      return (
        <Field path="is.steps" exact>
          <StepList
            path="is.steps"
            steps={is.steps as unknown as Step[]}
            onChange={(steps) => set({ steps })}
          />
          <Line say={t("ask.funnel.within")}>
            <WindowInput<FunnelWindow["unit"]>
              path="is.window"
              label={t("ask.funnel.windowValue")}
              units={FUNNEL_UNITS}
              value={is.window ?? { value: 7, unit: "day" }}
              onChange={(window) => set({ window })}
            />
          </Line>
        </Field>
      );
    case "retention":
      return (
        <>
          <OccurrenceRow<Occurrence>
            path="is.start"
            value={is.start as unknown as Occurrence}
            lead={<span className="letter">A</span>}
            label={t("ask.retention.start")}
            onChange={(start) => set({ start })}
          />
          <Either
            label={t("kinds.retention.cohort")}
            value={is.cohort ?? "first"}
            options={["first", "every"] as const}
            name={(one) => t(`ask.retention.${one}`)}
            onChange={(cohort) => set({ cohort })}
          />
          <OccurrenceRow<Occurrence>
            path="is.return"
            value={is.return as unknown as Occurrence}
            lead={<span className="letter">B</span>}
            label={t("ask.retention.return")}
            onChange={(next) => set({ return: next })}
          />
          <Line say={t("metrics.edit.daysLater")}>
            <Field path="is.at">
              <NumberInput
                label={t("metrics.edit.daysLater")}
                min={0}
                max={400}
                value={is.at}
                onChange={(at) => at !== undefined && set({ at })}
              />
            </Field>
            <Tick
              label={t("metrics.edit.orLater")}
              value={is.or_later}
              onChange={(later) => set({ or_later: later })}
            />
          </Line>
        </>
      );
  }
}

function EventParts({ is, onChange }: PartsProps) {
  const { t } = useTranslation();
  const set = (change: object) => onChange(asShape({ ...is, ...change }));
  return (
    <>
      <OccurrenceRow
        path="is"
        value={events(is)}
        lead={null}
        label={t("metrics.edit.event")}
        onChange={(next) => set(next)}
      />
      {"property" in is && (
        <Field path="is.property">
          <PropertySelect
            label={t("ask.numericProperty")}
            placeholder={t("ask.numericProperty")}
            only={{ type: "number", scope: "event" }}
            value={is.property ? { property: is.property, scope: "event" } : null}
            onChange={(chosen) => chosen && set({ property: chosen.property })}
          />
        </Field>
      )}
      {is.type === "percentile" && (
        <Line say={t("metrics.edit.percentile")}>
          <Either
            label={t("metrics.edit.percentile")}
            value={`${is.at ?? 50}`}
            options={["50", "90", "95", "99"] as const}
            name={(one) => one}
            onChange={(at) => set({ at: Number(at) })}
          />
        </Line>
      )}
      {is.type === "people" && (
        <Tick
          label={t("metrics.edit.firstEver")}
          value={is.first_ever}
          onChange={(first) => set({ first_ever: first })}
        />
      )}
      {is.type === "stickiness" && (
        <Days label={t("metrics.edit.days")} value={is.days ?? 30} set={(days) => set({ days })} />
      )}
    </>
  );
}

function Days({ label, value, set }: { label: string; value: number; set: (days: number) => void }) {
  return (
    <Line say={label}>
      <Field path="is.days">
        <NumberInput label={label} min={2} max={366} value={value} onChange={(days) => days && set(days)} />
      </Field>
    </Line>
  );
}

interface OfProps {
  path: string;
  label: string;
  value: string;
  own: string;
  set: (key: string) => void;
}

function OfMetric({ path, label, value, own, set }: OfProps) {
  return (
    <Line say={label}>
      <Field path={path}>
        <MetricSelect label={label} value={value} except={own} onChange={set} />
      </Field>
    </Line>
  );
}
