import { useTranslation } from "react-i18next";
import type { TimeBetween } from "@/contract";
import {
  Advanced,
  Choice,
  Either,
  Field,
  Line,
  OccurrenceRow,
  PropertySelect,
  WindowInput,
} from "@/ui/filters";
import type { BuilderProps } from "../kinds";

const PAIRS = ["first", "last", "each"] as const;
const BY = ["pairs", "people"] as const;

/** From [start] to the next [end], at most [30 days] apart. */
export default function IntervalBuilder({ question, onChange }: BuilderProps<TimeBetween>) {
  const { t } = useTranslation();
  const set = (change: Partial<TimeBetween>) => onChange({ ...question, ...change });
  const { pairs = "first", by = "pairs" } = question;
  return (
    <>
      <OccurrenceRow
        path="start"
        value={question.start}
        onChange={(start) => set({ start })}
        lead={t("kinds.interval.from")}
        label={t("kinds.interval.start")}
      />
      <OccurrenceRow
        path="end"
        value={question.end}
        onChange={(end) => set({ end })}
        lead={t("kinds.interval.to")}
        label={t("kinds.interval.end")}
      />
      <Line say={t("kinds.interval.within")}>
        <WindowInput
          path="window"
          label={t("kinds.interval.window")}
          value={question.window}
          onChange={(window) => set({ window })}
        />
      </Line>
      <Advanced used={[pairs !== "first", by !== "pairs", question.same].filter(Boolean).length}>
        <Line say={t("kinds.interval.by")}>
          <Either
            label={t("kinds.interval.by")}
            value={by}
            options={BY}
            name={(one) => t(`kinds.interval.bys.${one}`)}
            onChange={(next) => set({ by: next === "pairs" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.interval.pairs")}>
          <Choice
            label={t("kinds.interval.pairs")}
            value={pairs}
            options={PAIRS}
            name={(one) => t(`kinds.interval.pairings.${one}`)}
            onChange={(next) => set({ pairs: next === "first" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.interval.same")}>
          <Field path="same">
            <PropertySelect
              label={t("kinds.interval.same")}
              placeholder={t("kinds.none")}
              only={{ scope: "event" }}
              allowClear
              value={question.same ? { property: question.same, scope: "event" } : null}
              onChange={(chosen) => set({ same: chosen?.property })}
            />
          </Field>
        </Line>
      </Advanced>
    </>
  );
}
