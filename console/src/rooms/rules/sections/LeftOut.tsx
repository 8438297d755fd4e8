import { useTranslation } from "react-i18next";
import { Card } from "@/ui";
import { type Editing, ListField, SwitchField } from "./fields";

/** Whose events are stored, and left out of every answer that does not ask for them. */
export function LeftOut({ rules, set, wrong }: Editing) {
  const { t } = useTranslation();
  const { staff } = rules;
  const put = (change: Partial<typeof staff>) => set({ staff: { ...staff, ...change } });
  return (
    <Card title={t("rules.section.out")}>
      <p className="rules-note">{t("rules.text.out")}</p>
      <SwitchField
        label={t("rules.field.mark_bots")}
        text={t("rules.text.mark_bots")}
        error={wrong("mark_bots")}
        value={rules.mark_bots}
        onChange={(mark_bots) => set({ mark_bots })}
      />
      <ListField
        label={t("rules.field.staff.ids")}
        example="u-17"
        error={wrong("staff.ids")}
        value={staff.ids}
        onChange={(ids) => put({ ids })}
      />
      <ListField
        label={t("rules.field.staff.email_domains")}
        text={t("rules.text.email_domains")}
        example="example.com"
        error={wrong("staff.email_domains")}
        value={staff.email_domains}
        onChange={(email_domains) => put({ email_domains })}
      />
      <ListField
        label={t("rules.field.staff.ip_ranges")}
        text={t("rules.text.ip_ranges")}
        example="203.0.113.0/24"
        error={wrong("staff.ip_ranges")}
        value={staff.ip_ranges}
        onChange={(ip_ranges) => put({ ip_ranges })}
      />
      <ListField
        label={t("rules.field.test_devices")}
        text={t("rules.text.test_devices")}
        example="device-1"
        error={wrong("test_devices")}
        value={rules.test_devices}
        onChange={(test_devices) => set({ test_devices })}
      />
    </Card>
  );
}
