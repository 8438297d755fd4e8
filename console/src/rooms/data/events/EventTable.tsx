import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { EventSummary } from "@/contract";
import { DataTable, Moment, useEventName } from "@/ui";
import { type EventSort, eventRows, sortOf } from "./rows";

interface Props {
  events: EventSummary[];
  total: number;
  search: string;
}

/** The catalogue: every event name with how often, by how many people and when. */
export function EventTable({ events, total, search }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = useEventName();
  const { get, set } = useUrlState();
  const sort = sortOf(get("sort"));
  const order = get("order") === "asc" ? "asc" : "desc";
  const most = Math.max(1, ...events.map((event) => event.count));

  const column = (key: EventSort) => ({
    key,
    dataIndex: key,
    title: t(`data.events.column.${key}`),
    sorter: true,
    showSorterTooltip: false,
    sortOrder: sort === key ? (order === "asc" ? ("ascend" as const) : ("descend" as const)) : null,
    sortDirections: (key === "name" ? ["ascend", "descend"] : ["descend", "ascend"]) as (
      | "ascend"
      | "descend"
    )[],
  });
  const columns: TableProps<EventSummary>["columns"] = [
    {
      ...column("name"),
      render: (name: string) => (
        <Link className="event-link" to={paths.event(project.id, name)} title={name}>
          {named(name)}
        </Link>
      ),
    },
    {
      ...column("count"),
      align: "right",
      render: (count: number) => (
        <span className="share">
          <span className="share-rail" aria-hidden="true">
            <span style={{ width: `${(100 * count) / most}%` }} />
          </span>
          <span className="share-rate">{total > 0 ? format.rate(count / total) : ""}</span>
          <span>{format.exact(count)}</span>
        </span>
      ),
    },
    { ...column("people"), align: "right", render: (people: number) => format.exact(people) },
    {
      key: "each",
      title: t("data.events.column.each"),
      align: "right",
      responsive: ["lg"],
      render: (_, event) => (event.people > 0 ? format.exact(event.count / event.people) : "–"),
    },
    { ...column("first_seen"), render: (at: string | null) => <Moment at={at} /> },
    { ...column("last_seen"), render: (at: string | null) => <Moment at={at} /> },
  ];

  return (
    <DataTable<EventSummary>
      rowKey="name"
      columns={columns}
      dataSource={eventRows(events, search, sort, order, named)}
      pagination={events.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
      locale={{ emptyText: t("data.events.noMatch", { search }) }}
      onChange={(_, __, sorter) => {
        const next = Array.isArray(sorter) ? sorter[0] : sorter;
        if (!next?.order) set({ sort: null, order: null });
        else
          set({
            sort: next.columnKey === "count" ? null : String(next.columnKey),
            order: next.order === "ascend" ? "asc" : null,
          });
      }}
    />
  );
}
