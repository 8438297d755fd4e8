import { useQuery } from "@tanstack/react-query";
import { AutoComplete } from "antd";
import { useTranslation } from "react-i18next";
import { factsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import type { Occurrence } from "@/contract";
import { Field, Line, OccurrenceRow, PropertySelect } from "@/ui/filters";
import { Days } from "./Days";
import type { Shape } from "./draft";

interface Props {
  is: Extract<Shape, { type: "ltv" | "payback" }>;
  set: (change: object) => void;
}

/** Who was won, what they pay, and of payback what winning them cost. */
export function WorthForm({ is, set }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { data } = useQuery(factsQuery(project.id));
  const revenue = is.revenue;
  return (
    <>
      <OccurrenceRow<Occurrence>
        path="is.acquired"
        value={is.acquired as unknown as Occurrence}
        lead={null}
        label={t("metrics.edit.won")}
        onChange={(acquired) => set({ acquired })}
      />
      <OccurrenceRow<Occurrence>
        path="is.revenue"
        value={revenue as unknown as Occurrence}
        lead={null}
        label={t("metrics.edit.paid")}
        onChange={(next) => set({ revenue: { ...next, property: revenue.property } })}
      />
      <Field path="is.revenue.property">
        <PropertySelect
          label={t("ask.numericProperty")}
          placeholder={t("ask.numericProperty")}
          only={{ type: "number", scope: "event" }}
          value={revenue.property ? { property: revenue.property, scope: "event" } : null}
          onChange={(chosen) => chosen && set({ revenue: { ...revenue, property: chosen.property } })}
        />
      </Field>
      {is.type === "ltv" ? (
        <Days label={t("metrics.edit.days")} value={is.days} set={(days) => set({ days })} />
      ) : (
        <>
          <Line say={t("metrics.edit.cost")}>
            <Field path="is.cost">
              <AutoComplete
                className="pick"
                aria-label={t("metrics.edit.cost")}
                value={is.cost}
                options={(data ?? []).map((name) => ({ value: name }))}
                onChange={(cost: string) => set({ cost })}
              />
            </Field>
          </Line>
          <Days
            label={t("metrics.edit.within")}
            path="is.within"
            value={is.within ?? 365}
            set={(within) => set({ within })}
          />
        </>
      )}
    </>
  );
}
