import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { downloadBoard } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { KeptBoard } from "@/contract";
import { useErrorText } from "@/ui";
import { insideToList, listToInside, ROLES } from "./inside";
import type { Look } from "./model";
import { useBoards, wireLook } from "./queries";
import { useRemove } from "./useRemove";

/** What can be done with a board: name and who sees it, copy, take away, delete. */
export function BoardMenu({ board, look }: { board: KeptBoard; look: Look }) {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const { create, change } = useBoards();
  const remove = useRemove(() => navigate(paths.boards(project.id)));
  const failed = (error: unknown) => void message.error(errorText(error));
  const copy = () =>
    create
      .mutateAsync({ name: t("boards.copyOf", { name: board.name }).slice(0, 200), board: board.board })
      .then((made) => navigate(paths.board(project.id, made.id)), failed);
  const items = [
    ...(board.own ? [{ key: "edit", label: t("boards.edit"), onClick: () => setEditing(true) }] : []),
    { key: "copy", label: t("boards.copy"), onClick: copy },
    { type: "divider" as const },
    {
      key: "xlsx",
      label: t("boards.export.xlsx"),
      onClick: () => void downloadBoard(project.id, board.id, wireLook(look), board.name).catch(failed),
    },
    { key: "pdf", label: t("boards.export.pdf"), onClick: () => window.print() },
    ...(board.own
      ? [
          { type: "divider" as const },
          { key: "delete", danger: true, label: t("boards.remove"), onClick: () => remove(board) },
        ]
      : []),
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button icon={<MoreOutlined aria-hidden="true" />} aria-label={t("boards.more")} />
      </Dropdown>
      <Modal
        open={editing}
        title={t("boards.edit")}
        footer={null}
        width={440}
        destroyOnHidden
        onCancel={() => setEditing(false)}
      >
        <Form<{ name: string; description: string; inside: string | string[] }>
          layout="vertical"
          requiredMark={false}
          initialValues={{
            name: board.name,
            description: board.description,
            inside: insideToList(board.board.inside ?? "everybody"),
          }}
          onFinish={({ name, description, inside }) =>
            change
              .mutateAsync({
                id: board.id,
                name,
                description,
                board: { ...board.board, inside: listToInside(inside as string[]) },
              })
              .then(() => setEditing(false), failed)
          }
        >
          <Form.Item name="name" label={t("boards.name")} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="description" label={t("boards.description")}>
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
          </Form.Item>
          <Form.Item name="inside" label={t("boards.inside.label")} extra={t("boards.inside.note")}>
            <Select
              mode="multiple"
              disabled={!board.keeps}
              placeholder={t("boards.inside.everybody")}
              options={[
                { value: "maker", label: t("boards.inside.maker") },
                ...ROLES.map((value) => ({ value, label: t(`access.role.${value}`) })),
              ]}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={change.isPending}>
            {t("common.save")}
          </Button>
        </Form>
      </Modal>
    </>
  );
}
