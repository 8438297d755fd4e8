import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { type Editing, NumberField } from "./fields";

/** How much is too much. */
export function Limits({ rules, defaults, set, wrong }: Editing) {
  const { t } = useTranslation();
  return (
    <Card title={t("rules.section.limits")}>
      <NumberField
        label={t("rules.field.max_ids_per_person")}
        text={t("rules.text.max_ids_per_person")}
        error={wrong("max_ids_per_person")}
        unit={t("rules.unit.ids")}
        min={2}
        max={100_000}
        standard={defaults.max_ids_per_person}
        value={rules.max_ids_per_person}
        onChange={(max_ids_per_person) => set({ max_ids_per_person })}
      />
      <NumberField
        label={t("rules.field.requests_per_second")}
        text={t("rules.text.requests_per_second")}
        error={wrong("requests_per_second")}
        unit={t("rules.unit.perSecond")}
        min={1}
        max={1_000_000}
        standard={defaults.requests_per_second}
        value={rules.requests_per_second}
        onChange={(requests_per_second) => set({ requests_per_second })}
      />
    </Card>
  );
}
