import { Alert, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Source, SourceHealth } from "@/contract";
import { StateLight } from "../stream/StateLight";
import { Stations } from "../stream/Stations";
import { CopyField } from "./CopyField";
import { Snippets } from "./Snippets";
import { SourceSwitches } from "./SourceSwitches";

interface Props {
  source: Source | undefined;
  health: SourceHealth | undefined;
  address: string;
  onClose: () => void;
}

/** One source: how far its events have come, its key, and what to put into the program. */
export function SourceDrawer({ source, health, address, onClose }: Props) {
  return (
    <Drawer
      open={source !== undefined}
      onClose={onClose}
      size={720}
      destroyOnHidden
      title={source?.name ?? " "}
      extra={health && <StateLight state={health.state} />}
    >
      {source && <Opened key={source.id} source={source} health={health} address={address} />}
    </Drawer>
  );
}

function Opened({ source, health, address }: Omit<Props, "onClose" | "source"> & { source: Source }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const waiting = health?.state === "new";
  return (
    <div className="source">
      {waiting && (
        <Alert
          type="info"
          title={
            <>
              <b>{t("sources.detail.waiting")}</b> {t("sources.detail.waitingText")}
            </>
          }
          role="status"
        />
      )}
      {source.archived_at && (
        <Alert
          type="warning"
          showIcon
          title={t("sources.archivedAt", { at: format.moment(source.archived_at) })}
        />
      )}
      {health && (
        <section aria-labelledby="source-arrival">
          <h2 id="source-arrival">
            {t("sources.detail.arrival")} <small>{t("health.station.title")}</small>
          </h2>
          <Stations source={health} format={format} />
          <p className="source-links">
            <Link to={paths.live(project.id, source.id)}>{t("sources.detail.live")}</Link>
            {health.refused > 0 && (
              <Link to={`${paths.quarantine(project.id)}?source=${source.id}`}>
                {t("sources.detail.quarantine")} ({format.exact(health.refused)})
              </Link>
            )}
          </p>
        </section>
      )}
      <section aria-label={t("sources.keyWorks")} className="source-keys">
        <CopyField label={t("sources.detail.address")} value={address} />
        <CopyField
          label={t("sources.detail.key")}
          value={source.write_key}
          text={t("sources.detail.keyText")}
        />
      </section>
      <Snippets source={source} address={address} />
      <SourceSwitches source={source} events={health?.ever ?? 0} />
    </div>
  );
}
