import { useTranslation } from "react-i18next";
import type { Retention } from "@/contract";
import { Advanced, Either, Field, Line, NumberInput, OccurrenceRow, PropertySelect } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { NumberList } from "../parts/NumberList";

const COHORTS = ["first", "every"] as const;
const MODES = ["on", "on_or_after"] as const;
const CLOCKS = ["calendar", "rolling"] as const;

/** People who did [start] … and came back with [return]. */
export default function RetentionBuilder({ question, onChange }: BuilderProps<Retention>) {
  const { t } = useTranslation();
  const set = (change: Partial<Retention>) => onChange({ ...question, ...change });
  const { return_mode: mode = "on", clock = "calendar", brackets, periods, value } = question;
  const used = [mode !== "on", clock !== "calendar", brackets, periods, value].filter(Boolean).length;
  return (
    <>
      <p className="builder-say">{t("ask.retention.startSay")}</p>
      <OccurrenceRow
        path="start"
        value={question.start}
        onChange={(start) => set({ start })}
        lead={<span className="letter">A</span>}
        label={t("ask.retention.start")}
      />
      <Either
        label={t("kinds.retention.cohort")}
        value={question.cohort}
        options={COHORTS}
        name={(one) => t(`ask.retention.${one}`)}
        onChange={(cohort) => set({ cohort })}
      />
      <p className="builder-say">{t("ask.retention.returnSay")}</p>
      <OccurrenceRow
        path="return"
        value={question.return}
        onChange={(next) => set({ return: next })}
        lead={<span className="letter">B</span>}
        label={t("ask.retention.return")}
      />
      <Advanced used={used}>
        <Line say={t("kinds.retention.mode")}>
          <Either
            label={t("kinds.retention.mode")}
            value={mode}
            options={MODES}
            name={(one) => t(`kinds.retention.modes.${one}`)}
            onChange={(next) => set({ return_mode: next === "on" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.retention.clock")}>
          <Either
            label={t("kinds.retention.clock")}
            value={clock}
            options={CLOCKS}
            name={(one) => t(`kinds.ltv.countings.${one}`)}
            onChange={(next) => set({ clock: next === "calendar" ? undefined : next })}
          />
        </Line>
        <Line say={t("kinds.retention.brackets")}>
          <Field path="brackets">
            <NumberList
              label={t("kinds.retention.brackets")}
              placeholder="1, 7, 30"
              value={brackets?.map((one) => one[1] ?? 0)}
              onChange={(ends) => set({ brackets: bracketsOf(ends) })}
            />
          </Field>
        </Line>
        <Line say={t("kinds.retention.periods")}>
          <Field path="periods">
            <NumberInput
              label={t("kinds.retention.periods")}
              min={1}
              max={4000}
              value={periods}
              onChange={(next) => set({ periods: next })}
            />
          </Field>
        </Line>
        <Line say={t("kinds.retention.value")}>
          <Field path="value">
            <PropertySelect
              label={t("kinds.retention.value")}
              placeholder={t("kinds.none")}
              only={{ type: "number", scope: "event" }}
              allowClear
              value={value?.property ? { property: value.property, scope: "event" } : null}
              onChange={(chosen) => set({ value: chosen ? { property: chosen.property } : undefined })}
            />
          </Field>
        </Line>
      </Advanced>
    </>
  );
}

/** Brackets that end at these offsets, each beginning after the one before: 1, 7, 30 are 1, 2 to 7, 8 to 30. */
export function bracketsOf(ends: readonly number[] | undefined): number[][] | undefined {
  if (!ends) return undefined;
  return ends
    .filter((end) => Number.isInteger(end) && end >= 1)
    .map((end, index, all) => [(all[index - 1] ?? 0) + 1, end]);
}
