import { EditOutlined } from "@ant-design/icons";
import { App, Button, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "@/contract";
import { useErrorText } from "@/ui";
import { useSegments } from "../useSegments";

/** Another name or description for a segment that has no rule to be edited. */
export function RenameSegment({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { change } = useSegments();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState({ name: segment.name, description: segment.description });
  const name = draft.name.trim();
  const save = () =>
    change.mutate(
      { id: segment.id, name, description: draft.description },
      {
        onSuccess: () => setOpen(false),
        onError: (error) => void message.error(errorText(error)),
      },
    );
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setDraft({ name: segment.name, description: segment.description });
      }}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={
        <form
          className="segment-rename"
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== "") save();
          }}
        >
          <Input
            autoFocus
            aria-label={t("segments.name")}
            maxLength={200}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
          <Input.TextArea
            aria-label={t("segments.description")}
            placeholder={t("segments.description")}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={2000}
            value={draft.description}
            onChange={(event) => setDraft({ ...draft, description: event.target.value })}
          />
          <Button type="primary" htmlType="submit" loading={change.isPending} disabled={name === ""}>
            {t("common.save")}
          </Button>
        </form>
      }
    >
      <Button icon={<EditOutlined aria-hidden="true" />}>{t("segments.rename")}</Button>
    </Popover>
  );
}
