import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import { usePropertyName } from "@/ui";
import type { PlanRow } from "../model";

/** What of the last seven days was not as planned, the most frequent first. */
export function Problems({ row }: { row: PlanRow }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  return (
    <section className="plan-remarks" aria-labelledby="plan-remarks">
      <h2 id="plan-remarks">
        {t("plan.remarks.title", { count: row.problems, shown: format.exact(row.problems) })}
      </h2>
      <ul>
        {row.remarks.map((one) => (
          <li key={`${one.code} ${one.property}`}>
            <span>
              {t(`plan.remarks.${one.code}`, { defaultValue: one.code })}
              {one.property !== "" && <code title={one.property}>{named(one.property)}</code>}
            </span>
            <span className="figure">{format.exact(one.count)}</span>
          </li>
        ))}
      </ul>
      <p>
        {t("plan.remarks.text")} <Link to={paths.quarantine(project.id)}>{t("plan.remarks.quarantine")}</Link>
      </p>
    </section>
  );
}
