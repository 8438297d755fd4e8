import { DeleteOutlined, DownOutlined, FolderOpenOutlined } from "@ant-design/icons";
import { App, Button, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { sentence } from "@/base/question";
import type { Question, Saved } from "@/contract";
import { useAllowed, useErrorText } from "@/ui";
import { useRecent } from "./useRecent";
import { useSaved } from "./useSaved";

interface Props {
  current: string | null;
  onOpen: (saved: Saved) => void;
  onAsk: (question: Question) => void;
  onRemoved: (id: string) => void;
}

/** Open a saved question, or let one go. */
export function SavedMenu({ current, onOpen, onAsk, onRemoved }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const allowed = useAllowed();
  const { modal, message } = App.useApp();
  const { list, remove } = useSaved();
  const recent = useRecent();
  const [open, setOpen] = useState(false);
  const askRemove = (saved: Saved) => {
    setOpen(false);
    modal.confirm({
      title: t("ask.saved.removeTitle", { name: saved.name }),
      content: t("ask.saved.removeText"),
      okText: t("common.delete"),
      okButtonProps: { danger: true },
      cancelText: t("common.cancel"),
      onOk: () =>
        remove.mutateAsync(saved.id).then(
          () => onRemoved(saved.id),
          (error: unknown) => void message.error(errorText(error)),
        ),
    });
  };
  const card = (
    <div className="saved">
      {list.length === 0 && <p>{t("ask.saved.none")}</p>}
      {list.map((saved) => (
        <div key={saved.id} className={saved.id === current ? "saved-row on" : "saved-row"}>
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              onOpen(saved);
            }}
          >
            <b>{saved.name}</b>
            <small>{t("ask.saved.changed", { at: format.ago(saved.updated_at) })}</small>
          </button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={t("ask.saved.remove", { name: saved.name })}
            onClick={() => askRemove(saved)}
            {...(saved.own ? {} : allowed("change_questions"))}
          />
        </div>
      ))}
      {recent.length > 0 && <h3>{t("ask.recent.title")}</h3>}
      {recent.map((one) => (
        <div key={one.asked_at} className="saved-row">
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              onAsk(one.question);
            }}
          >
            <b>{sentence(one.question, t)}</b>
            <small>{format.ago(one.asked_at)}</small>
          </button>
        </div>
      ))}
    </div>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={card}
    >
      <Button icon={<FolderOpenOutlined aria-hidden="true" />} aria-expanded={open}>
        {t("ask.saved.title")}
        <DownOutlined aria-hidden="true" />
      </Button>
    </Popover>
  );
}
