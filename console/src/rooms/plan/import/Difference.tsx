import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PlanChange, PlanImport } from "@/contract";

const KINDS = ["added", "changed", "removed"] as const;

/** What taking a file would do: figures first, then each entry. */
export function Difference({ found, replace }: { found: PlanImport; replace: boolean }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <>
      {found.ignored.length > 0 && (
        <Alert type="info" title={t("plan.import.ignored", { names: found.ignored.join(", ") })} />
      )}
      <dl className="plan-figures" aria-label={t("plan.import.would")}>
        {KINDS.map((kind) => (
          <div key={kind}>
            <dt>{t(kind === "removed" && !replace ? "plan.import.unnamed" : `plan.import.${kind}`)}</dt>
            <dd className="figure">{format.exact(found[kind].length)}</dd>
          </div>
        ))}
      </dl>
      {KINDS.filter((kind) => found[kind].length > 0 && (kind !== "removed" || replace)).map((kind) => (
        <details key={kind} className="plan-changes" open={found[kind].length <= 20}>
          <summary>
            {t(`plan.import.${kind}`)} ({format.exact(found[kind].length)})
          </summary>
          <ul>
            {found[kind].map((one) => (
              <Change key={`${one.event} ${one.property}`} change={one} kind={kind} />
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}

function Change({ change, kind }: { change: PlanChange; kind: (typeof KINDS)[number] }) {
  const { t } = useTranslation();
  return (
    <li>
      <span>{change.event || t("plan.people")}</span>
      {change.property !== null && <code>{change.property}</code>}
      {kind === "changed" && (
        <small>
          {change.fields
            .map((field) => t(`plan.field.${field}`, { defaultValue: field }))
            .join(t("plan.and"))}
        </small>
      )}
    </li>
  );
}
