import { Button, Grid, Skeleton, type TableProps, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Sparkline } from "@/charts";
import type { Source, SourceHealth } from "@/contract";
import { DataTable } from "@/ui";
import { refusedShare } from "../stream/light";
import { StateLight } from "../stream/StateLight";
import { kindName } from "./kinds";
import { type SourceRow, sourceRows } from "./order";

interface Props {
  sources: Source[];
  health: SourceHealth[];
  onOpen: (id: string) => void;
}

/** Every source with its light; the name opens it. On a phone each stands in one cell. */
export function SourceTable({ sources, health, onOpen }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const wide = Grid.useBreakpoint().md ?? true;
  const { used, archived } = sourceRows(sources, health);
  const all = get("archived") === "1";
  const name = (row: SourceRow) => (
    <span className="source-name">
      <Button type="link" onClick={() => onOpen(row.id)}>
        {row.name}
      </Button>
      {row.debug && <Tag variant="filled">{t("sources.debug")}</Tag>}
    </span>
  );
  const last = ({ health: one }: SourceRow) => (
    <span title={one?.last_received_at ? format.moment(one.last_received_at) : undefined}>
      {one?.last_received_at ? format.ago(one.last_received_at) : t("sources.never")}
    </span>
  );
  const light = ({ health: one }: SourceRow) =>
    one ? <StateLight state={one.state} /> : <Skeleton.Button active size="small" />;
  const columns: TableProps<SourceRow>["columns"] = wide
    ? [
        { key: "name", title: t("sources.column.name"), render: (_, row) => name(row) },
        { key: "kind", title: t("sources.column.kind"), render: (_, row) => kindName(row.kind, t) },
        { key: "state", title: t("sources.column.state"), render: (_, row) => light(row) },
        { key: "last", title: t("sources.column.last"), render: (_, row) => last(row) },
        {
          key: "events",
          title: t("sources.column.events"),
          align: "right",
          render: (_, row) => <Day row={row} />,
        },
        {
          key: "refused",
          title: t("sources.column.refused"),
          align: "right",
          render: (_, row) => <Refused row={row} />,
        },
      ]
    : [
        {
          key: "all",
          render: (_, row) => (
            <div className="source-cell">
              <div>
                {name(row)}
                {light(row)}
              </div>
              <div>
                <small>
                  {kindName(row.kind, t)} · {last(row)}
                </small>
                <Day row={row} />
              </div>
            </div>
          ),
        },
      ];
  return (
    <>
      <DataTable<SourceRow>
        rowKey="id"
        columns={columns}
        showHeader={wide}
        dataSource={all ? [...used, ...archived] : used}
        rowClassName={(row) => (row.archived_at ? "source-archived" : "")}
        scroll={wide ? { x: "max-content" } : {}}
      />
      {archived.length > 0 && (
        <Button
          className="source-more"
          type="text"
          aria-expanded={all}
          onClick={() => set({ archived: all ? null : 1 }, { replace: true })}
        >
          {all
            ? t("sources.archivedHide")
            : t("sources.archivedShow", { shown: format.exact(archived.length) })}
        </Button>
      )}
    </>
  );
}

/** The last 24 hours: how many, and when. */
function Day({ row }: { row: SourceRow }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  if (!row.health) return null;
  const { hours, accepted } = row.health;
  return (
    <span className="source-day">
      <Sparkline
        points={hours.map((hour, index) => ({ value: hour.accepted, complete: index < hours.length - 1 }))}
        label={t("sources.hours", { name: row.name })}
      />
      <span className="figure">{format.exact(accepted)}</span>
    </span>
  );
}

/** The share that was refused: a door to what it was. */
function Refused({ row }: { row: SourceRow }) {
  const project = useProject();
  const format = useProjectFormat();
  const share = row.health ? refusedShare(row.health) : null;
  if (!share) return <span>{share === null ? "–" : format.rate(0)}</span>;
  return (
    <Link
      to={`${paths.quarantine(project.id)}?source=${row.id}`}
      title={`${format.exact(row.health?.refused)} / ${format.exact(row.health?.accepted)}`}
    >
      {format.rate(share)}
    </Link>
  );
}
