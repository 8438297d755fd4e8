import { DeleteOutlined, EditOutlined, LineChartOutlined } from "@ant-design/icons";
import { Button, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Segment } from "@/contract";
import { DataTable, Figure } from "@/ui";
import { canEdit } from "../rule";
import { useRemove } from "../useRemove";
import { Freshness, SizeLine, SortMark, sortOf } from "./Freshness";

const ROWS = 25;

interface Props {
  segments: Segment[];
  /** Whether they may be changed. */
  may: boolean;
  onOpen: (segment: Segment) => void;
}

/** Segments with their size and how fresh they are. */
export function SegmentTable({ segments, may, onOpen }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const remove = useRemove();
  const columns: TableColumnsType<Segment> = [
    {
      title: t("segments.name"),
      key: "name",
      sorter: (a, b) => a.name.localeCompare(b.name, format.locale),
      render: (_, segment) => (
        <span className="segment-name">
          <Link to={paths.segment(project.id, segment.id)}>{segment.name}</Link>
          {segment.description && <small title={segment.description}>{segment.description}</small>}
        </span>
      ),
    },
    {
      title: t("segments.kind"),
      key: "kind",
      filters: (["dynamic", "frozen", "uploaded"] as const).map((sort) => ({
        text: t(`segments.sort.${sort}`),
        value: sort,
      })),
      onFilter: (value, segment) => sortOf(segment) === value,
      render: (_, segment) => <SortMark segment={segment} />,
    },
    {
      title: t("segments.size"),
      key: "size",
      align: "right",
      sorter: (a, b) => a.size - b.size,
      render: (_, segment) => (
        <Figure
          label={t("segments.openOne", { name: segment.name, shown: format.exact(segment.size) })}
          onOpen={() => onOpen(segment)}
        >
          {format.exact(segment.size)}
        </Figure>
      ),
    },
    {
      title: t("segments.overTime"),
      key: "line",
      render: (_, segment) => <SizeLine segment={segment} />,
    },
    {
      title: t("segments.freshness"),
      key: "fresh",
      render: (_, segment) => <Freshness segment={segment} />,
    },
    {
      title: t("segments.by"),
      key: "by",
      render: (_, segment) => segment.created_by ?? "–",
    },
    {
      title: "",
      key: "actions",
      align: "right",
      render: (_, segment) => (
        <span className="row-actions">
          <Link
            to={paths.ask(project.id, {
              kind: "trend",
              series: [{ event: null, measure: "people" }],
              interval: "day",
              range: { last: 30, unit: "day" },
              filters: [{ segment: segment.id }],
            })}
            aria-label={t("segments.ask", { name: segment.name })}
            title={t("segments.ask", { name: segment.name })}
          >
            <LineChartOutlined aria-hidden="true" />
          </Link>
          {may && canEdit(segment) && (
            <Link
              to={paths.editSegment(project.id, segment.id)}
              aria-label={t("segments.editOne", { name: segment.name })}
              title={t("segments.editOne", { name: segment.name })}
            >
              <EditOutlined aria-hidden="true" />
            </Link>
          )}
          {may && (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={t("segments.remove", { name: segment.name })}
              onClick={() => remove(segment)}
            />
          )}
        </span>
      ),
    },
  ];
  return (
    <DataTable<Segment>
      columns={columns}
      dataSource={segments}
      rowKey="id"
      locale={{ emptyText: t("segments.notFound") }}
      pagination={segments.length > ROWS ? { pageSize: ROWS, showSizeChanger: false } : false}
    />
  );
}
