import { Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { SourceHealth } from "@/contract";
import { Change, DataTable } from "@/ui";
import { refusedShare } from "../stream/light";
import { StateLight } from "../stream/StateLight";
import { Stations } from "../stream/Stations";

interface Props {
  sources: SourceHealth[];
  format: Format;
}

/** Each source's stations with what waits between them, what is refused, and how it compares with itself. */
export function SourceHealthTable({ sources, format }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const wide = Grid.useBreakpoint().lg ?? true;
  const facts: [string, (source: SourceHealth) => React.ReactNode][] = [
    ["waiting", (source) => <Waiting source={source} format={format} />],
    ["refusedRate", (source) => <Refused source={source} format={format} />],
    ["volume", (source) => <Volume source={source} format={format} />],
    ["rhythm", (source) => <Rhythm source={source} format={format} />],
  ];
  const name = (source: SourceHealth) => (
    <div className="health-name">
      <Link to={`${paths.sources(project.id)}?source=${source.id}`}>{source.name}</Link>
      <StateLight state={source.state} />
    </div>
  );
  const columns: TableProps<SourceHealth>["columns"] = wide
    ? [
        { key: "name", title: t("sources.column.name"), render: (_, source) => name(source) },
        {
          key: "stations",
          title: t("health.station.title"),
          render: (_, source) => <Stations source={source} format={format} />,
        },
        ...facts.map(([key, render]) => ({
          key,
          title: t(`health.${key}`),
          render: (_: unknown, source: SourceHealth) => render(source),
        })),
      ]
    : [
        {
          key: "all",
          render: (_, source) => (
            <div className="health-cell">
              {name(source)}
              <Stations source={source} format={format} />
              <dl className="pairs">
                {facts.map(([key, render]) => (
                  <div key={key}>
                    <dt>{t(`health.${key}`)}</dt>
                    <dd>{render(source)}</dd>
                  </div>
                ))}
              </dl>
            </div>
          ),
        },
      ];
  return (
    <DataTable<SourceHealth>
      rowKey="id"
      columns={columns}
      showHeader={wide}
      dataSource={sources.filter((source) => source.state !== "archived")}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}

interface FactProps {
  source: SourceHealth;
  format: Format;
}

function Waiting({ source, format }: FactProps) {
  const { t } = useTranslation();
  return (
    <span className="fact">
      {format.exact(source.waiting)}
      {source.lag_seconds !== null && (
        <small>{t("health.lag", { time: format.duration(source.lag_seconds) })}</small>
      )}
    </span>
  );
}

function Refused({ source, format }: FactProps) {
  const { t } = useTranslation();
  const project = useProject();
  const share = refusedShare(source);
  if (!share) return <span className="fact">{share === null ? "–" : format.rate(0)}</span>;
  return (
    <span className="fact">
      <Link to={`${paths.quarantine(project.id)}?source=${source.id}`}>{format.rate(share)}</Link>
      <small>
        {t("health.refusedOf", {
          refused: format.exact(source.refused),
          accepted: format.exact(source.accepted),
        })}
      </small>
    </span>
  );
}

function Volume({ source, format }: FactProps) {
  const { t } = useTranslation();
  return (
    <span className="fact">
      {source.usual === null ? (
        <small>{t("health.noUsual")}</small>
      ) : (
        <Change
          value={source.accepted}
          previous={source.usual}
          good="neutral"
          against={t("health.usual", { shown: format.short(source.usual) })}
        />
      )}
    </span>
  );
}

function Rhythm({ source, format }: FactProps) {
  const { t } = useTranslation();
  const missed = source.missed === null ? null : Math.round(source.missed);
  return (
    <span className="fact">
      <span title={source.last_received_at ? format.moment(source.last_received_at) : undefined}>
        {source.last_received_at ? format.ago(source.last_received_at) : t("health.lastNever")}
      </span>
      <small>
        {missed === null
          ? t("health.rhythmUnknown")
          : missed > 0
            ? t("health.rhythmSilent", { count: missed, shown: format.exact(missed) })
            : t("health.rhythmUsual")}
      </small>
    </span>
  );
}
