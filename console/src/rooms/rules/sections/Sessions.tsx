import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { Card } from "@/ui";
import { type Editing, NumberField, SwitchField } from "./fields";

/** When one visit ends and the next begins. */
export function Sessions({ rules, defaults, set, wrong }: Editing) {
  const { t } = useTranslation();
  const project = useProject();
  const { session } = rules;
  const put = (change: Partial<typeof session>) => set({ session: { ...session, ...change } });
  return (
    <Card title={t("rules.section.sessions")}>
      <p className="rules-note">{t("rules.text.sessions")}</p>
      <NumberField
        label={t("rules.field.session.timeout_minutes")}
        error={wrong("session.timeout_minutes")}
        unit={t("rules.unit.minutes")}
        min={1}
        max={1440}
        standard={defaults.session.timeout_minutes}
        value={session.timeout_minutes}
        onChange={(timeout_minutes) => put({ timeout_minutes })}
      />
      <SwitchField
        label={t("rules.field.session.split_at_midnight")}
        text={t("rules.text.split_at_midnight", { zone: project.timezone })}
        error={wrong("session.split_at_midnight")}
        value={session.split_at_midnight}
        onChange={(split_at_midnight) => put({ split_at_midnight })}
      />
      <SwitchField
        label={t("rules.field.session.split_on_campaign")}
        text={t("rules.text.split_on_campaign")}
        error={wrong("session.split_on_campaign")}
        value={session.split_on_campaign}
        onChange={(split_on_campaign) => put({ split_on_campaign })}
      />
    </Card>
  );
}
