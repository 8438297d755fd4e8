import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { DataHealth } from "@/contract";
import { Card } from "@/ui";

interface Props {
  health: DataHealth;
  format: Format;
}

/** The processes and stores behind the stream: when they were last seen, and what is wrong with them. */
export function Machinery({ health, format }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { processor, maintenance, log, geo, quarantined } = health;
  return (
    <Card title={t("health.machine")}>
      <dl className="machinery">
        <div>
          <dt>{t("health.processor")}</dt>
          <dd>
            {processor.seen_at
              ? t("health.processorSeen", { ago: format.ago(processor.seen_at) })
              : t("health.processorNever")}
            <Trouble error={processor.error} since={processor.error_at} format={format} />
          </dd>
        </div>
        <div>
          <dt>{t("health.maintenance")}</dt>
          <dd>
            {maintenance
              ? t("health.maintenanceAt", { ago: format.ago(maintenance.at) })
              : t("health.maintenanceNever")}
            <Trouble error={maintenance?.error ?? null} since={maintenance?.at ?? null} format={format} />
          </dd>
        </div>
        <div>
          <dt>{t("health.log")}</dt>
          <dd>
            {t("health.logText", { size: format.bytes(log.bytes), shown: format.exact(log.waiting) })}
            {log.oldest_waiting_at && (
              <small>
                {t("health.logOldest", {
                  time: format.duration((Date.now() - new Date(log.oldest_waiting_at).getTime()) / 1000),
                })}
              </small>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("health.quarantined")}</dt>
          <dd>
            <Link to={paths.quarantine(project.id)}>
              {t("health.quarantinedText", { count: quarantined, shown: format.exact(quarantined) })}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t("health.geo")}</dt>
          <dd>
            {geo.length === 0 && (
              <>
                {t("health.geoNone")}
                <small>{t("health.geoFolder")}</small>
              </>
            )}
            {geo.map((file) => (
              <span key={file.name} className="geo-file">
                {file.name}
                {file.problem ? (
                  <small className="light-bad">{file.problem}</small>
                ) : (
                  <small>
                    {t("health.geoMade", { kind: file.kind ?? "", at: format.day(file.made_at) })}
                  </small>
                )}
              </span>
            ))}
          </dd>
        </div>
      </dl>
    </Card>
  );
}

function Trouble({ error, since, format }: { error: string | null; since: string | null; format: Format }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <small className="light-bad" role="alert">
      {error}
      {since && ` · ${t("health.since", { at: format.moment(since) })}`}
    </small>
  );
}
