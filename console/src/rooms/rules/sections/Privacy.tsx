import { Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Rules } from "@/contract";
import { Card } from "@/ui";
import { type Editing, Field, NumberField } from "./fields";

const IP: Rules["ip"][] = ["keep", "truncate", "drop"];
const PLACES: Rules["place_names"][] = ["zh-CN", "en"];

/** What is kept of an address, and for how long requests are kept as received. */
export function Privacy({ rules, defaults, set, wrong }: Editing) {
  const { t } = useTranslation();
  return (
    <Card title={t("rules.section.privacy")}>
      <Field label={t("rules.field.ip")} text={t(`rules.ipText.${rules.ip}`)} error={wrong("ip")}>
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={t("rules.field.ip")}
            value={rules.ip}
            optionType="button"
            onChange={(event) => set({ ip: event.target.value })}
            options={IP.map((ip) => ({ value: ip, label: t(`rules.ip.${ip}`) }))}
          />
        )}
      </Field>
      <Field
        label={t("rules.field.place_names")}
        text={t("rules.text.place_names")}
        error={wrong("place_names")}
      >
        {(id) => (
          <Select
            id={id}
            value={rules.place_names}
            onChange={(place_names) => set({ place_names })}
            options={PLACES.map((language) => ({ value: language, label: t(`rules.places.${language}`) }))}
          />
        )}
      </Field>
      <NumberField
        label={t("rules.field.landing_days")}
        text={t("rules.text.landing_days")}
        error={wrong("landing_days")}
        unit={t("rules.unit.days")}
        min={1}
        max={3650}
        standard={defaults.landing_days}
        value={rules.landing_days}
        onChange={(landing_days) => set({ landing_days })}
      />
    </Card>
  );
}
