import { DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonNote } from "@/contract";
import { Card, Moment, QueryView, useAllowed, useErrorText } from "@/ui";
import { notesQuery, useRemarks, type Whose } from "./queries";

const LONGEST = 5000;

/** What members wrote about a person, the newest first. */
export function Notes({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const kept = useAllowed()("change_people");
  const query = useQuery(notesQuery(of));
  const { write, remove, restore } = useRemarks(of);
  const [text, setText] = useState("");
  const [removed, setRemoved] = useState<string | null>(null);
  const failed = { onError: (error: unknown) => void message.error(errorText(error)) };
  return (
    <Card title={t("people.notes.title")}>
      <form
        className="note-new"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate(text, { ...failed, onSuccess: () => setText("") });
        }}
      >
        <Input.TextArea
          aria-label={t("people.notes.text")}
          placeholder={t("people.notes.example")}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.target.value)}
          {...kept}
        />
        {text.trim() !== "" && (
          <Button htmlType="submit" loading={write.isPending} {...kept}>
            {t("people.notes.write")}
          </Button>
        )}
      </form>
      {removed !== null && (
        <p className="note-removed" role="status">
          {t("people.notes.removed")}
          <Button
            type="link"
            size="small"
            loading={restore.isPending}
            onClick={() => restore.mutate(removed, { ...failed, onSuccess: () => setRemoved(null) })}
          >
            {t("people.notes.undo")}
          </Button>
        </p>
      )}
      <QueryView query={query}>
        {(notes: PersonNote[]) =>
          notes.length === 0 ? (
            <p className="about-none">{t("people.notes.none")}</p>
          ) : (
            <ul className="notes">
              {notes.map((note) => (
                <li key={note.id}>
                  <p>{note.text}</p>
                  <small>
                    {note.created_by ?? t("people.notes.terminal")} · <Moment at={note.created_at} />
                  </small>
                  {!kept.disabled && (
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined aria-hidden="true" />}
                      aria-label={t("people.notes.remove", { text: note.text.slice(0, 40) })}
                      onClick={() =>
                        remove.mutate(note.id, { ...failed, onSuccess: () => setRemoved(note.id) })
                      }
                    />
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  );
}
