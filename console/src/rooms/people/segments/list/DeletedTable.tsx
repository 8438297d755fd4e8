import { App, Button, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { Segment } from "@/contract";
import { DataTable, Moment, useErrorText } from "@/ui";
import { useSegments } from "../useSegments";
import { SortMark } from "./Freshness";

/** Segments that were deleted, each with its way back. */
export function DeletedTable({ segments, may }: { segments: Segment[]; may: boolean }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { restore } = useSegments();
  const bring = (segment: Segment) =>
    restore.mutateAsync(segment.id).then(
      () => void message.success(t("segments.restored", { name: segment.name })),
      (error) => void message.error(errorText(error)),
    );
  const columns: TableColumnsType<Segment> = [
    { title: t("segments.name"), key: "name", render: (_, segment) => segment.name },
    { title: t("segments.kind"), key: "kind", render: (_, segment) => <SortMark segment={segment} /> },
    {
      title: t("segments.size"),
      key: "size",
      align: "right",
      render: (_, segment) => format.exact(segment.size),
    },
    {
      title: t("segments.deletedAt"),
      key: "deleted",
      render: (_, segment) => <Moment at={segment.deleted_at} />,
    },
    {
      title: "",
      key: "actions",
      align: "right",
      render: (_, segment) =>
        may && (
          <Button
            size="small"
            aria-label={t("segments.restoreOne", { name: segment.name })}
            onClick={() => bring(segment)}
          >
            {t("segments.restore")}
          </Button>
        ),
    },
  ];
  return (
    <DataTable<Segment>
      columns={columns}
      dataSource={segments}
      rowKey="id"
      locale={{ emptyText: t("segments.noneDeleted") }}
    />
  );
}
