import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { Card } from "@/ui";
import { type Editing, Field, NumberField } from "./fields";

/** Which times are believed. */
export function Time({ rules, defaults, set, wrong }: Editing) {
  const { t } = useTranslation();
  const project = useProject();
  return (
    <Card title={t("rules.section.time")}>
      <Field
        label={t("rules.field.starts_on")}
        text={t("rules.text.starts_on", { zone: project.timezone })}
        error={wrong("starts_on")}
      >
        {(id) => (
          <DatePicker
            id={id}
            value={rules.starts_on ? dayjs(rules.starts_on) : null}
            placeholder={t("rules.none")}
            onChange={(day) => set({ starts_on: day?.format("YYYY-MM-DD") ?? null })}
          />
        )}
      </Field>
      <NumberField
        label={t("rules.field.future_minutes")}
        text={t("rules.text.future_minutes")}
        error={wrong("future_minutes")}
        unit={t("rules.unit.minutes")}
        min={0}
        max={1440}
        standard={defaults.future_minutes}
        value={rules.future_minutes}
        onChange={(future_minutes) => set({ future_minutes })}
      />
    </Card>
  );
}
