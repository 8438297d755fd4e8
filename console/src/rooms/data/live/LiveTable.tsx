import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined } from "@ant-design/icons";
import { Grid, type TableProps, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { LiveItem } from "@/contract";
import { DataTable, Moment, useEventName } from "@/ui";
import { useReasonName } from "../stream/useReasonName";
import { keyOf } from "./stream";

interface Props {
  items: LiveItem[];
  onOpen: (key: string) => void;
}

/** Records of the stream, newest first; each opens to what became of it. */
export function LiveTable({ items, onOpen }: Props) {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const named = useEventName();
  const event = (item: LiveItem) => (
    <button type="button" className="live-open" onClick={() => onOpen(keyOf(item))}>
      <b title={item.event ?? undefined}>{item.event ? named(item.event) : t("live.nameless")}</b>
      {item.profile && <Tag variant="filled">{t("live.profile")}</Tag>}
    </button>
  );
  const columns: TableProps<LiveItem>["columns"] = wide
    ? [
        {
          key: "time",
          title: t("live.column.time"),
          width: 96,
          render: (_, item) => <Moment at={item.received_at} show="clock" />,
        },
        { key: "source", title: t("live.column.source"), render: (_, item) => item.source },
        { key: "event", title: t("live.column.event"), render: (_, item) => event(item) },
        {
          key: "person",
          title: t("live.column.person"),
          render: (_, item) => (
            <span className="person-link" title={item.distinct_id ?? undefined}>
              {item.distinct_id ?? t("live.nobody")}
            </span>
          ),
        },
        {
          key: "status",
          title: t("live.column.status"),
          width: "32%",
          render: (_, item) => <Status item={item} />,
        },
      ]
    : [
        {
          key: "all",
          render: (_, item) => (
            <div className="live-cell">
              <div>
                {event(item)}
                <Moment at={item.received_at} show="clock" />
              </div>
              <div>
                <small>
                  {item.source} · {item.distinct_id ?? t("live.nobody")}
                </small>
                <Status item={item} />
              </div>
            </div>
          ),
        },
      ];
  return (
    <DataTable<LiveItem>
      rowKey={keyOf}
      columns={columns}
      dataSource={items}
      showHeader={wide}
      scroll={wide ? { x: 760 } : {}}
    />
  );
}

/** What became of a record: sign, colour and word; a refused one says why. */
function Status({ item }: { item: LiveItem }) {
  const { t } = useTranslation();
  const reason = useReasonName();
  if (item.status === "stored")
    return (
      <span className="light light-good">
        <CheckCircleFilled aria-hidden="true" />
        {t("live.status.stored")}
      </span>
    );
  if (item.status === "waiting")
    return (
      <span className="light light-wait">
        <LoadingOutlined aria-hidden="true" />
        {t("live.status.waiting")}
      </span>
    );
  return (
    <span className="light light-bad live-why" title={item.message ?? undefined}>
      <CloseCircleFilled aria-hidden="true" />
      {t("live.status.refused")} · {reason(item.code ?? "")}
    </span>
  );
}
