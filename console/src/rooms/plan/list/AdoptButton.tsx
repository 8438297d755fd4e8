import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { useAllowed, useErrorText } from "@/ui";
import { learnedOf, type PlanRow } from "../model";
import { useAdopt } from "../queries";

interface Props {
  rows: PlanRow[];
  /** What is adopted, for those who do not see where the button stands. */
  name?: string;
  label?: string;
}

/** One click says: what was learned is as it should be. Nothing where nothing was learned. */
export function AdoptButton({ rows, name, label }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const kept = useAllowed()("change_plan");
  const adopt = useAdopt(project.id);
  const learned = rows.reduce((sum, row) => sum + row.learned, 0);
  if (learned === 0) return null;
  return (
    <Button
      size="small"
      loading={adopt.isPending}
      aria-label={name ? t("plan.adopt.named", { name }) : undefined}
      title={t("plan.adopt.text")}
      {...kept}
      onClick={() =>
        adopt.mutate(learnedOf(rows), {
          onSuccess: () =>
            message.success(t("plan.adopt.done", { count: learned, shown: format.exact(learned) })),
          onError: (error) => message.error(errorText(error)),
        })
      }
    >
      {label ?? t("plan.adopt.one")}
    </Button>
  );
}
