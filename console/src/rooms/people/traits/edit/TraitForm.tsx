import { Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  EVENT_MEASURES,
  NUMBER_MEASURES,
  ofProperty,
  VALUES_MEASURES,
  withTraitMeasure,
} from "@/base/question";
import type { Computed, Range, TraitMeasure, Within } from "@/contract";
import { Field, findProperty, OccurrenceRow, PropertySelect, useCatalogue, WithinPicker } from "@/ui/filters";
import { slotLines } from "./slots";

interface Props {
  trait: Computed;
  onChange: (trait: Computed) => void;
}

/** A trait as a sentence that is written by choosing its words, in the order of the reader's language. */
export function TraitForm({ trait, onChange }: Props) {
  const { t } = useTranslation();
  const wanted = ofProperty(trait.measure);
  const { range, ...whenever } = trait;
  const slots: Record<string, ReactNode> = {
    measure: <MeasureSelect trait={trait} onChange={onChange} />,
    property: (
      <Field path="trait.property">
        <PropertySelect
          label={t("traits.form.which")}
          only={{ scope: "event", ...(wanted === "number" ? { type: "number" as const } : {}) }}
          value={trait.property ? { property: trait.property, scope: "event" } : null}
          onChange={(chosen) => chosen && onChange({ ...trait, property: chosen.property })}
        />
      </Field>
    ),
    event: (
      <OccurrenceRow
        path="trait"
        value={trait}
        lead={null}
        label={t("traits.form.event")}
        onChange={onChange}
      />
    ),
    when: (
      <WithinPicker
        path="trait.range"
        value={range && { range }}
        before={false}
        onChange={(within) => onChange(withRange(whenever, within))}
      />
    ),
  };
  return (
    <div className="trait-form">
      {slotLines(t(wanted ? "traits.form.property" : "traits.form.events")).map((line) => (
        <div
          key={line.map((part) => ("slot" in part ? part.slot : part.word)).join(" ")}
          className="trait-line"
        >
          {line.map((part) =>
            "slot" in part ? (
              <div key={part.slot} className={`trait-slot trait-${part.slot}`}>
                {slots[part.slot]}
              </div>
            ) : (
              <span key={part.word} className="trait-word">
                {part.word}
              </span>
            ),
          )}
        </div>
      ))}
    </div>
  );
}

const withRange = (trait: Computed, within: Within | undefined): Computed => {
  const range: Range | undefined = within && "range" in within ? within.range : undefined;
  return { ...trait, ...(range ? { range } : {}) };
};

/** What is computed, by what it is computed of. */
function MeasureSelect({ trait, onChange }: Props) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const numeric = findProperty(catalogue, trait.property ?? "", "event")?.type === "number";
  const group = (label: "ofEvents" | "ofNumbers" | "ofValues", measures: readonly TraitMeasure[]) => ({
    label: t(`traits.form.${label}`),
    options: measures.map((one) => ({ value: one, label: t(`traits.measure.${one}`) })),
  });
  return (
    <Field path="trait.measure">
      <Select<TraitMeasure>
        className="pick"
        popupMatchSelectWidth={false}
        aria-label={t("traits.form.measure")}
        value={trait.measure}
        listHeight={480}
        onChange={(measure) => onChange(withTraitMeasure(trait, measure, numeric))}
        options={[
          group("ofEvents", EVENT_MEASURES),
          group("ofNumbers", NUMBER_MEASURES),
          group("ofValues", VALUES_MEASURES),
        ]}
      />
    </Field>
  );
}
