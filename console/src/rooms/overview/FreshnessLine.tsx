import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Freshness } from "@/contract";

/** How far the figures reach; a click tells why. */
export function FreshnessLine({ freshness, format }: { freshness: Freshness; format: Format }) {
  const { t } = useTranslation();
  const project = useProject();
  const hint = [
    t("overview.fresh.lastEvent", { at: format.moment(freshness.last_event_at), zone: format.zone }),
    t("overview.fresh.lastImport", { at: format.moment(freshness.last_import_at) }),
    t("overview.fresh.version", { version: freshness.data_version }),
    t("overview.fresh.health"),
  ];
  return (
    <Tooltip title={hint.map((line) => <div key={line}>{line}</div>)}>
      <Link className={`fresh fresh-${freshness.state}`} to={paths.health(project.id)}>
        <i aria-hidden="true" />
        {t(freshness.state === "quiet" ? "overview.fresh.quiet" : "overview.fresh.ok", {
          ago: format.ago(freshness.last_event_at),
        })}
        {" · "}
        {t("overview.fresh.size", {
          events: format.short(freshness.events),
          people: format.short(freshness.people),
        })}
      </Link>
    </Tooltip>
  );
}
