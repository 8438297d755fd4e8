import { DeleteOutlined, EditOutlined, LineChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Input, Modal, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { segmentsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { asQuestion, sentence } from "@/base/question";
import { paths, useUrlState } from "@/base/url";
import type { Segment } from "@/contract";
import { Card, DataTable, EmptyState, Page, QueryView, useErrorText } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { SegmentDrawer } from "./SegmentDrawer";
import { useSegments } from "./useSegments";

/** The project's segments: lists of people that were kept, and where each came from. */
export function SegmentsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { get, set } = useUrlState();
  const query = useQuery(segmentsQuery(project.id));
  const { rename, remove, restore } = useSegments();
  const [renaming, setRenaming] = useState<Segment | null>(null);
  const failed = (error: unknown) => void message.error(errorText(error));
  const opened = query.data?.find((one) => one.id === get("open")) ?? null;
  const drop = (segment: Segment) =>
    remove.mutate(segment.id, {
      onError: failed,
      onSuccess: () =>
        message.success({
          duration: 8,
          content: (
            <>
              {t("people.segments.removed", { name: segment.name })}{" "}
              <Button
                type="link"
                size="small"
                onClick={() =>
                  restore.mutate(segment.id, { onError: failed, onSuccess: () => message.destroy() })
                }
              >
                {t("people.segments.undo")}
              </Button>
            </>
          ),
        }),
    });
  const columns: TableColumnsType<Segment> = [
    {
      title: t("people.segments.name"),
      key: "name",
      render: (_, segment) => (
        <button type="button" className="figure-door" onClick={() => set({ open: segment.id })}>
          {segment.name}
        </button>
      ),
    },
    {
      title: t("people.segments.size"),
      key: "size",
      align: "right",
      render: (_, segment) => format.exact(segment.size),
    },
    {
      title: t("people.segments.from"),
      key: "from",
      ellipsis: true,
      render: (_, segment) => <Origin segment={segment} />,
    },
    {
      title: t("people.segments.made"),
      key: "made",
      render: (_, segment) => `${format.moment(segment.created_at)} · ${segment.created_by ?? "–"}`,
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
            aria-label={t("people.segments.ask", { name: segment.name })}
            title={t("people.segments.ask", { name: segment.name })}
          >
            <LineChartOutlined aria-hidden="true" />
          </Link>
          <Button
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden="true" />}
            aria-label={t("people.segments.rename", { name: segment.name })}
            onClick={() => setRenaming(segment)}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t("people.segments.remove", { name: segment.name })}
            onClick={() => drop(segment)}
          />
        </span>
      ),
    },
  ];
  return (
    <Page title={t("people.segments.title")} subtitle={t("people.segments.subtitle")}>
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(segments) =>
          segments.length === 0 ? (
            <EmptyState
              title={t("people.segments.none")}
              text={t("people.segments.noneText")}
              action={<Link to={paths.ask(project.id)}>{t("people.segments.toAsk")}</Link>}
            />
          ) : (
            <Card flush>
              <DataTable<Segment> columns={columns} dataSource={segments} rowKey="id" />
            </Card>
          )
        }
      </QueryView>
      {opened && <SegmentDrawer segment={opened} onClose={() => set({ open: null })} />}
      {renaming && (
        <Modal
          open
          title={t("people.segments.renameTitle")}
          okText={t("common.save")}
          cancelText={t("common.cancel")}
          okButtonProps={{ disabled: renaming.name.trim() === "", loading: rename.isPending }}
          onCancel={() => setRenaming(null)}
          onOk={() =>
            rename.mutate(
              { id: renaming.id, name: renaming.name.trim() },
              { onSuccess: () => setRenaming(null), onError: failed },
            )
          }
        >
          <Input
            aria-label={t("people.segments.name")}
            maxLength={200}
            value={renaming.name}
            onChange={(event) => setRenaming({ ...renaming, name: event.target.value })}
          />
        </Modal>
      )}
    </Page>
  );
}

/** The question whose figure the people are. */
function Origin({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  try {
    const question = asQuestion(segment.question);
    return <Link to={paths.ask(project.id, question)}>{sentence(question, t)}</Link>;
  } catch {
    return <>–</>;
  }
}
