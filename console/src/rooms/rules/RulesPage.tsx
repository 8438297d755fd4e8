import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { Page, QueryView } from "@/ui";
import { rulesQuery } from "./queries";
import { RulesForm } from "./RulesForm";
import { RulesSkeleton } from "./RulesSkeleton";
import "./rules.css";

/** How events are taken in: what is let in, left out, kept, and called a visit. */
export function RulesPage() {
  const { t } = useTranslation();
  const project = useProject();
  const rules = useQuery(rulesQuery(project.id));
  return (
    <Page title={t("rules.title")} subtitle={t("rules.subtitle")}>
      <QueryView query={rules} skeleton={<RulesSkeleton />}>
        {(found) => <RulesForm rules={found.rules} defaults={found.defaults} />}
      </QueryView>
    </Page>
  );
}
