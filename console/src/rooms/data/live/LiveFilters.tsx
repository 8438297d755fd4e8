import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { UrlChange } from "@/base/url";
import type { Source } from "@/contract";
import { SearchBox, useEventName } from "@/ui";
import type { LiveFilters as Filters } from "../stream/queries";
import type { Hold } from "./useHeld";

interface Props {
  filters: Filters;
  sources: Source[];
  /** Names to choose from. */
  events: string[];
  hold: Hold;
  onChange: (change: UrlChange, options?: { replace?: boolean }) => void;
}

const ALL = "";

/** Which part of the stream, and whether it moves. */
export function LiveFilters({ filters, sources, events, hold, onChange }: Props) {
  const { t } = useTranslation();
  const named = useEventName();
  return (
    <>
      <Select
        aria-label={t("live.filter.source")}
        value={filters.source ?? ALL}
        popupMatchSelectWidth={false}
        onChange={(source) => onChange({ source })}
        options={[
          { value: ALL, label: t("live.filter.all") },
          ...sources.map((source) => ({ value: source.id, label: source.name })),
        ]}
      />
      <Select
        className="live-event"
        aria-label={t("live.filter.event")}
        value={filters.event ?? ALL}
        showSearch={{ optionFilterProp: ["label", "value"] }}
        popupMatchSelectWidth={false}
        onChange={(event) => onChange({ event })}
        options={[
          { value: ALL, label: t("live.filter.allEvents") },
          ...[...new Set([...events, ...(filters.event ? [filters.event] : [])])].map((name) => ({
            value: name,
            label: named(name),
          })),
        ]}
      />
      <SearchBox
        value={filters.person ?? ""}
        label={t("live.filter.person")}
        wait={400}
        onChange={(person) => onChange({ person }, { replace: true })}
      />
      <Button
        className="live-pause"
        icon={hold.paused ? <CaretRightOutlined aria-hidden="true" /> : <PauseOutlined aria-hidden="true" />}
        onClick={hold.paused ? hold.release : hold.pause}
      >
        {t(hold.paused ? "live.resume" : "live.pause")}
      </Button>
      <span className="live-state" role="status">
        <i className={hold.items ? "" : "live-on"} aria-hidden="true" />
        {t(hold.paused ? "live.paused" : hold.items ? "live.held" : "live.following")}
      </span>
    </>
  );
}
