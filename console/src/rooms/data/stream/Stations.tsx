import { CheckCircleFilled, ClockCircleOutlined, LoadingOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { SourceHealth } from "@/contract";

const STATIONS = ["accepted", "stored", "answered"] as const;

/** How far a source's events have come: accepted, stored, answered, each with its count. */
export function Stations({ source, format }: { source: SourceHealth; format: Format }) {
  const { t } = useTranslation();
  const counts = {
    accepted: source.accepted,
    stored: source.stored + source.profiles,
    answered: source.answered,
  };
  const next = STATIONS.find((station) => counts[station] === 0);
  const text = {
    profiles: format.exact(source.profiles),
    duplicates: format.exact(source.duplicates),
    marked: format.exact(source.marked),
  };
  return (
    <ol className="stations">
      {STATIONS.map((station) => (
        <li key={station} className={counts[station] > 0 ? "passed" : ""}>
          <Tooltip title={t(`health.station.${station}Text`, text)}>
            <span className="station">
              {counts[station] > 0 ? (
                <CheckCircleFilled aria-hidden="true" />
              ) : station === next && source.state === "new" ? (
                <LoadingOutlined aria-hidden="true" />
              ) : (
                <ClockCircleOutlined aria-hidden="true" />
              )}
              <span>{t(`health.station.${station}`)}</span>
              <b>{format.exact(counts[station])}</b>
            </span>
          </Tooltip>
        </li>
      ))}
    </ol>
  );
}
