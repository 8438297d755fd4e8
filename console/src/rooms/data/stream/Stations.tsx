import { CheckCircleFilled, ClockCircleOutlined, LoadingOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { SourceHealth } from "@/contract";

const STATIONS = ["accepted", "stored", "answered"] as const;

/** How far a source's events have come: accepted, stored, answered, each with its count. */
export function Stations({ source, format }: { source: SourceHealth; format: Format }) {
  const { t } = useTranslation();
  const passed = {
    accepted: source.accepted > 0,
    // What only describes people is stored and is no event.
    stored: source.stored + source.profiles > 0,
    answered: source.answered > 0,
  };
  const next = STATIONS.find((station) => !passed[station]);
  const text = {
    profiles: format.exact(source.profiles),
    duplicates: format.exact(source.duplicates),
    marked: format.exact(source.marked),
  };
  return (
    <ol className="stations">
      {STATIONS.map((station) => (
        <li key={station} className={passed[station] ? "passed" : ""}>
          <Tooltip title={t(`health.station.${station}Text`, text)}>
            <span className="station">
              {passed[station] ? (
                <CheckCircleFilled aria-hidden="true" />
              ) : station === next && source.state === "new" ? (
                <LoadingOutlined aria-hidden="true" />
              ) : (
                <ClockCircleOutlined aria-hidden="true" />
              )}
              <span>{t(`health.station.${station}`)}</span>
              <b>{format.exact(source[station])}</b>
            </span>
          </Tooltip>
        </li>
      ))}
    </ol>
  );
}
