import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS } from "@/base/question";
import type { FunnelWindow, Occurrence } from "@/contract";
import { Either, Field, Line, NumberInput, OccurrenceRow, Tick, WindowInput } from "@/ui/filters";
import { Choice } from "./Choice";
import type { Shape } from "./draft";

interface Props<T extends Shape["type"]> {
  is: Extract<Shape, { type: T }>;
  set: (change: object) => void;
}

/** Who begins, and what it means to come back. */
export function RetentionForm({ is, set }: Props<"retention">) {
  const { t } = useTranslation();
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

/** From which event to which time is told. */
export function TimeForm({ is, set }: Props<"time_between">) {
  const { t } = useTranslation();
  return (
    <>
      <OccurrenceRow<Occurrence>
        path="is.start"
        value={is.start as unknown as Occurrence}
        lead={<span className="letter">A</span>}
        label={t("metrics.edit.from")}
        onChange={(start) => set({ start })}
      />
      <OccurrenceRow<Occurrence>
        path="is.end"
        value={is.end as unknown as Occurrence}
        lead={<span className="letter">B</span>}
        label={t("metrics.edit.to")}
        onChange={(end) => set({ end })}
      />
      <Choice
        label={t("metrics.edit.figure")}
        value={is.figure ?? "median"}
        options={["median", "mean", "p90"] as const}
        name={(one) => t(`metrics.edit.time.${one}`)}
        onChange={(figure) => set({ figure })}
      />
      <Line say={t("ask.funnel.within")}>
        <WindowInput<FunnelWindow["unit"]>
          path="is.window"
          label={t("ask.funnel.windowValue")}
          units={FUNNEL_UNITS}
          value={(is.window as FunnelWindow | undefined) ?? { value: 30, unit: "day" }}
          onChange={(window) => set({ window })}
        />
      </Line>
    </>
  );
}
