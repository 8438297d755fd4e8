import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { DataHealth } from "@/contract";
import { TONE } from "../stream/light";
import { SIGN } from "../stream/StateLight";
import { overallOf } from "./overall";

const NAMED = 3;

/** The state of the whole, in one sentence that names whom it is about. */
export function Overall({ health }: { health: DataHealth }) {
  const { t, i18n } = useTranslation();
  const project = useProject();
  const { state, names, well } = overallOf(health);
  const tone = state === "none" ? "off" : TONE[state];
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const named =
    names.length > NAMED
      ? t("health.names", { first: list.format(names.slice(0, NAMED)), shown: String(names.length) })
      : list.format(names);
  return (
    <div className={`overall overall-${tone}`} role="status">
      <span className={`light-${tone}`}>{SIGN[tone]}</span>
      <p>
        {t(`health.say.${state}`, { names: named })}
        {well > 0 && <small>{t("health.well", { count: well, shown: String(well) })}</small>}
      </p>
      {(state === "refused" || state === "refusing") && (
        <Link to={paths.quarantine(project.id)}>{t("health.quarantined")}</Link>
      )}
      {state === "new" && <Link to={paths.sources(project.id)}>{t("health.toSources")}</Link>}
    </div>
  );
}
