import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { useOpeningRange } from "@/base/range";
import { paths, useUrlState } from "@/base/url";
import type { KeptBoard } from "@/contract";
import { Card, DataTable, EmptyState, Page, QueryView, useErrorText } from "@/ui";
import { tilesOf } from "./model";
import { boardsQuery, useBoards } from "./queries";
import "./boards.css";

/** The boards one sees. */
export function BoardsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const deleted = get("deleted") !== null;
  const query = useQuery(boardsQuery(project.id, deleted));
  const { restore } = useBoards();
  const [making, setMaking] = useState(false);
  const make = (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t("boards.new")}
    </Button>
  );
  const none = query.data?.length === 0 && !deleted;
  const columns = [
    {
      title: t("boards.name"),
      key: "name",
      render: (one: KeptBoard) => (
        <>
          {deleted ? <b>{one.name}</b> : <Link to={paths.board(project.id, one.id)}>{one.name}</Link>}
          {one.description && <small className="board-note">{one.description}</small>}
        </>
      ),
    },
    {
      title: t("boards.tiles"),
      key: "tiles",
      align: "right" as const,
      render: (one: KeptBoard) => format.exact(tilesOf(one).length),
    },
    { title: t("boards.inside.label"), key: "inside", render: (one: KeptBoard) => <Inside board={one} /> },
    { title: t("boards.by"), key: "by", render: (one: KeptBoard) => one.created_by ?? t("boards.terminal") },
    { title: t("boards.changed"), key: "at", render: (one: KeptBoard) => format.moment(one.updated_at) },
    ...(deleted
      ? [
          {
            title: "",
            key: "restore",
            render: (one: KeptBoard) =>
              one.own && (
                <Button
                  size="small"
                  onClick={() =>
                    restore
                      .mutateAsync(one.id)
                      .catch((error: unknown) => void message.error(errorText(error)))
                  }
                >
                  {t("boards.restore")}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t("boards.title")}
      subtitle={t("boards.listSubtitle")}
      actions={!none && make}
      filters={
        <Segmented
          value={deleted ? "deleted" : "there"}
          options={[
            { value: "there", label: t("boards.there") },
            { value: "deleted", label: t("boards.deleted") },
          ]}
          onChange={(next) => set({ deleted: next === "deleted" ? 1 : null })}
        />
      }
    >
      <QueryView query={query}>
        {(boards) =>
          none ? (
            <EmptyState title={t("boards.none.title")} text={t("boards.none.text")} action={make} />
          ) : (
            <Card flush>
              <DataTable rowKey="id" columns={columns} dataSource={[...boards].reverse()} />
            </Card>
          )
        }
      </QueryView>
      <NewBoard open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function Inside({ board }: { board: KeptBoard }) {
  const { t } = useTranslation();
  const inside = board.board.inside ?? "everybody";
  return Array.isArray(inside)
    ? inside.map((role) => t(`access.role.${role}`)).join(" · ")
    : t(`boards.inside.${inside}`);
}

function NewBoard({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const range = useOpeningRange();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { create } = useBoards();
  return (
    <Modal open={open} title={t("boards.new")} footer={null} width={400} destroyOnHidden onCancel={onClose}>
      <Form<{ name: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ name }) =>
          create.mutateAsync({ name, board: range ? { range } : {} }).then(
            (made) => navigate(paths.board(project.id, made.id)),
            (error: unknown) => void message.error(errorText(error)),
          )
        }
      >
        <Form.Item
          name="name"
          label={t("boards.name")}
          rules={[{ required: true, whitespace: true, message: t("boards.nameNeeded") }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={create.isPending}>
          {t("boards.make")}
        </Button>
      </Form>
    </Modal>
  );
}
