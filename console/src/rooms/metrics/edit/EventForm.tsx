import { useTranslation } from "react-i18next";
import { Either, Field, Line, OccurrenceRow, PropertySelect, Tick } from "@/ui/filters";
import { Choice } from "./Choice";
import { Days } from "./Days";
import { asShape, events, type Shape } from "./draft";

const SESSIONS = ["sessions", "per_person", "mean_seconds", "bounce_rate"] as const;
const MOVING = ["new", "returning", "resurrected", "churned", "churn_rate", "resurrection_rate"] as const;

interface Props {
  is: Shape;
  onChange: (is: Shape) => void;
}

/** What a type says that is about events of one sort. */
export function EventForm({ is, onChange }: Props) {
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
            label={t(is.type === "distinct" ? "metrics.edit.property" : "ask.numericProperty")}
            placeholder={t(is.type === "distinct" ? "metrics.edit.property" : "ask.numericProperty")}
            only={is.type === "distinct" ? { scope: "event" } : { type: "number", scope: "event" }}
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
      {is.type === "sessions" && (
        <Choice
          label={t("metrics.edit.figure")}
          value={is.figure ?? "sessions"}
          options={SESSIONS}
          name={(one) => t(`metrics.edit.sessions.${one}`)}
          onChange={(figure) => set({ figure })}
        />
      )}
      {is.type === "lifecycle" && (
        <>
          <Choice
            label={t("metrics.edit.figure")}
            value={is.figure}
            options={MOVING}
            name={(one) => t(`metrics.edit.lifecycle.${one}`)}
            onChange={(figure) => set({ figure })}
          />
          <Line say={t("metrics.edit.every")}>
            <Either
              label={t("metrics.edit.every")}
              value={is.every ?? "week"}
              options={["day", "week", "month"] as const}
              name={(one) => t(`metrics.is.every.${one}`)}
              onChange={(every) => set({ every })}
            />
          </Line>
        </>
      )}
      {is.type === "stickiness" && (
        <Days label={t("metrics.edit.days")} value={is.days ?? 30} set={(days) => set({ days })} />
      )}
    </>
  );
}
