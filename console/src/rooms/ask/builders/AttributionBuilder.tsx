import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { ATTRIBUTION_MODELS } from "@/base/question";
import type { Attribution, AttributionModel } from "@/contract";
import {
  Advanced,
  Field,
  Line,
  NumberInput,
  OccurrenceRow,
  PropertySelect,
  Tick,
  WindowInput,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { OccurrenceList } from "./OccurrenceList";

/** Credit for [conversion] goes to [touches] by [models]. */
export default function AttributionBuilder({ question, onChange }: BuilderProps<Attribution>) {
  const { t } = useTranslation();
  const set = (change: Partial<Attribution>) => onChange({ ...question, ...change });
  const { models, position, half_life: halfLife } = question;
  const { first = 0.4, last = 0.4 } = position ?? {};
  return (
    <>
      <OccurrenceRow
        path="conversion"
        value={question.conversion}
        onChange={(conversion) => set({ conversion })}
        lead={t("kinds.attribution.conversion")}
        label={t("kinds.attribution.conversionEvent")}
      />
      <OccurrenceList
        path="touches"
        list={question.touches}
        lead={t("kinds.attribution.touches")}
        add={t("kinds.attribution.addTouch")}
        least={1}
        most={29}
        onChange={(touches) => set({ touches })}
      />
      <Field path="models">
        <Select<AttributionModel[]>
          mode="multiple"
          className="pick"
          aria-label={t("kinds.attribution.models")}
          value={models}
          onChange={(next) => next.length > 0 && set({ models: next })}
          options={ATTRIBUTION_MODELS.map((one) => ({
            value: one,
            label: t(`kinds.attribution.model.${one}`),
            title: t(`kinds.attribution.hint.${one}`),
          }))}
        />
      </Field>
      <Line say={t("kinds.attribution.window")}>
        <WindowInput
          path="window"
          label={t("kinds.attribution.window")}
          value={question.window}
          onChange={(window) => set({ window })}
        />
      </Line>
      <Line say={t("kinds.attribution.value")}>
        <Field path="value">
          <PropertySelect
            label={t("kinds.attribution.value")}
            placeholder={t("kinds.none")}
            only={{ type: "number", scope: "event" }}
            allowClear
            value={question.value ? { property: question.value, scope: "event" } : null}
            onChange={(chosen) => set({ value: chosen?.property })}
          />
        </Field>
      </Line>
      <Advanced used={[question.consume, position, halfLife].filter(Boolean).length}>
        <Tick
          label={t("kinds.attribution.consume")}
          value={question.consume}
          onChange={(consume) => set({ consume })}
        />
        {models.includes("position") && (
          <Line say={t("kinds.attribution.shares")}>
            <NumberInput
              label={t("kinds.attribution.firstShare")}
              min={0}
              max={1}
              whole={false}
              value={first}
              onChange={(next = 0) => set({ position: { first: next, last } })}
            />
            <NumberInput
              label={t("kinds.attribution.lastShare")}
              min={0}
              max={1}
              whole={false}
              value={last}
              onChange={(next = 0) => set({ position: { first, last: next } })}
            />
          </Line>
        )}
        {models.includes("time_decay") && (
          <Line say={t("kinds.attribution.halfLife")}>
            <WindowInput
              path="half_life"
              label={t("kinds.attribution.halfLife")}
              value={halfLife ?? { value: 7, unit: "day" }}
              onChange={(next) => set({ half_life: next })}
            />
          </Line>
        )}
      </Advanced>
    </>
  );
}
