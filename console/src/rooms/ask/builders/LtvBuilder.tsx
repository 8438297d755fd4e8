import { useTranslation } from "react-i18next";
import { PERIODS } from "@/base/question";
import type { Amounts, Ltv } from "@/contract";
import {
  Advanced,
  Either,
  Field,
  Line,
  NumberInput,
  OccurrenceRow,
  PropertySelect,
  Tick,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";

const COUNTING = ["rolling", "calendar"] as const;

/** People won by [event] bring [amount] of [event], by weeks since they came. */
export default function LtvBuilder({ question, onChange }: BuilderProps<Ltv>) {
  const { t } = useTranslation();
  const set = (change: Partial<Ltv>) => onChange({ ...question, ...change });
  const { counting = "rolling" } = question;
  const cost = typeof question.cost === "number" ? question.cost : undefined;
  return (
    <>
      <OccurrenceRow
        path="acquired"
        value={question.acquired}
        onChange={(acquired) => set({ acquired })}
        lead={t("kinds.ltv.acquired")}
        label={t("kinds.ltv.acquiredEvent")}
      />
      <AmountsRow
        path="revenue"
        value={question.revenue}
        lead={t("kinds.ltv.revenue")}
        label={t("kinds.ltv.revenueEvent")}
        onChange={(revenue) => set({ revenue })}
      />
      <Line say={t("kinds.ltv.cohort")}>
        <Either
          label={t("kinds.ltv.cohort")}
          value={question.cohort}
          options={PERIODS}
          name={(one) => t(`ask.interval.${one}`)}
          onChange={(cohort) => set({ cohort })}
        />
      </Line>
      <Line say={t("kinds.ltv.age")}>
        <Either
          label={t("kinds.ltv.age")}
          value={question.age}
          options={PERIODS}
          name={(one) => t(`ask.interval.${one}`)}
          onChange={(age) => set({ age })}
        />
      </Line>
      <Line say={t("kinds.ltv.cost")}>
        <Field path="cost">
          <NumberInput
            label={t("kinds.ltv.cost")}
            min={0}
            whole={false}
            placeholder="0"
            value={cost}
            onChange={(next) => set({ cost: next })}
          />
        </Field>
      </Line>
      <Advanced used={[question.refunds, question.ages, counting !== "rolling"].filter(Boolean).length}>
        <Tick
          label={t("kinds.ltv.lessRefunds")}
          value={question.refunds !== undefined}
          onChange={(on) => set({ refunds: on ? { event: null, property: "" } : undefined })}
        />
        {question.refunds && (
          <AmountsRow
            path="refunds"
            value={question.refunds}
            lead={t("kinds.ltv.refunds")}
            label={t("kinds.ltv.refundsEvent")}
            onChange={(refunds) => set({ refunds })}
          />
        )}
        <Line say={t("kinds.ltv.counting")}>
          <Either
            label={t("kinds.ltv.counting")}
            value={counting}
            options={COUNTING}
            name={(one) => t(`kinds.ltv.countings.${one}`)}
            onChange={(next) => set({ counting: next === "rolling" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.ltv.ages")}>
          <NumberInput
            label={t("kinds.ltv.ages")}
            min={1}
            max={1000}
            value={question.ages}
            onChange={(ages) => set({ ages })}
          />
        </Line>
      </Advanced>
    </>
  );
}

interface AmountsProps {
  path: string;
  value: Amounts;
  lead: string;
  label: string;
  onChange: (value: Amounts) => void;
}

function AmountsRow({ path, value, lead, label, onChange }: AmountsProps) {
  const { t } = useTranslation();
  return (
    <OccurrenceRow<Amounts> path={path} value={value} onChange={onChange} lead={lead} label={label}>
      <Field path={`${path}.property`}>
        <PropertySelect
          label={t("ask.numericProperty")}
          placeholder={t("ask.numericProperty")}
          only={{ type: "number", scope: "event" }}
          value={value.property ? { property: value.property, scope: "event" } : null}
          onChange={(chosen) => chosen && onChange({ ...value, property: chosen.property })}
        />
      </Field>
    </OccurrenceRow>
  );
}
