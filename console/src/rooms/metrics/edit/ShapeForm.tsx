import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS } from "@/base/question";
import type { FunnelWindow, MetricBody, Step } from "@/contract";
import { MetricSelect } from "@/ui";
import { Field, Line, StepList, useCatalogue, WindowInput } from "@/ui/filters";
import { Days } from "./Days";
import { asShape, retyped, type Shape, TYPES } from "./draft";
import { EventForm } from "./EventForm";
import { FactForm } from "./FactForm";
import { FormulaForm } from "./FormulaForm";
import { RetentionForm, TimeForm } from "./PairForm";
import { WorthForm } from "./WorthForm";

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
    case "distinct":
    case "sessions":
    case "lifecycle":
      return <EventForm is={is} onChange={onChange} />;
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
      return <RetentionForm is={is} set={set} />;
    case "time_between":
      return <TimeForm is={is} set={set} />;
    case "ltv":
    case "payback":
      return <WorthForm is={is} set={set} />;
  }
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
