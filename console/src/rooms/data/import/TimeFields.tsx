import { Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import type { Plan } from "./draft";
import { Field } from "./Field";
import type { MappingProps } from "./RolesCard";

/** Ways of writing a time that have a name; anything else is a pattern of one's own. */
const NAMED = ["", "day_first", "month_first", "epoch_s", "epoch_ms", "epoch_us", "excel"] as const;
const CUSTOM = "custom";

const zones: string[] = Intl.supportedValuesOf("timeZone");

/** How times are written, and in which zone those without one are. */
export function TimeFields({ plan, onChange }: Pick<MappingProps, "onChange"> & { plan: Plan }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = (NAMED as readonly string[]).includes(plan.timeFormat);
  const [custom, setCustom] = useState(!named);
  const zone = plan.timezone ?? project.timezone;
  const known = [...new Set([project.timezone, zone, "UTC", ...zones])];
  return (
    <div className="form-pair">
      <Field name="time_format" label={t("data.import.timeFormat.label")}>
        {(control) => (
          <>
            <Select
              {...control}
              className="column-select"
              value={custom ? CUSTOM : plan.timeFormat}
              onChange={(next) => {
                setCustom(next === CUSTOM);
                if (next !== CUSTOM) onChange({ type: "set", field: "timeFormat", value: next });
              }}
              options={[
                ...NAMED.map((value) => ({
                  value,
                  label: t(`data.import.timeFormat.${value || "auto"}`),
                })),
                { value: CUSTOM, label: t("data.import.timeFormat.custom") },
              ]}
            />
            {custom && (
              <Input
                className="time-pattern"
                aria-label={t("data.import.timeFormat.custom")}
                status={control.status}
                placeholder="%d.%m.%Y %H:%M"
                value={named ? "" : plan.timeFormat}
                onChange={(event) =>
                  onChange({ type: "set", field: "timeFormat", value: event.target.value })
                }
              />
            )}
          </>
        )}
      </Field>
      <Field name="timezone" label={t("data.import.zone.label")}>
        {(control) => (
          <Select
            {...control}
            className="column-select"
            showSearch
            value={zone}
            title={t("data.import.zone.text")}
            onChange={(value) => onChange({ type: "set", field: "timezone", value })}
            options={known.map((value) => ({ value, label: value }))}
          />
        )}
      </Field>
    </div>
  );
}
