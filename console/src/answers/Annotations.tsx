import { DeleteOutlined, FlagOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Input, Popover, Select } from "antd";
import dayjs from "dayjs";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { annotationsQuery, api, body } from "@/base/api";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import type { Annotation } from "@/contract";
import { useErrorText, useMay } from "@/ui";

const KINDS = ["release", "campaign", "holiday", "incident", "other"] as const;

interface Props {
  /** Days of the answer. */
  from: string;
  to: string;
  format: Format;
}

/** The annotations of some days, in order. */
export function useAnnotations(from: string, to: string): Annotation[] {
  const project = useProject();
  const { data } = useQuery(annotationsQuery(project.id));
  return useMemo(() => (data ?? []).filter((one) => one.day >= from && one.day <= to), [data, from, to]);
}

/** What happened on the days of the answer: read, note down, correct, take away. */
export function Annotations({ from, to, format }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const may = useMay()("annotate");
  const list = useAnnotations(from, to);
  const [day, setDay] = useState(to);
  const [kind, setKind] = useState<(typeof KINDS)[number]>("other");
  const [text, setText] = useState("");
  const [editing, setEditing] = useState<string | null>(null);
  const done = {
    onSuccess: () => client.invalidateQueries({ queryKey: annotationsQuery(project.id).queryKey }),
    onError: (error: unknown) => void message.error(errorText(error)),
  };
  const path = (annotation_id: string) => ({
    params: { path: { project_id: project.id, annotation_id } },
  });
  const keep = useMutation({
    mutationFn: () =>
      editing
        ? body(
            api.PATCH("/api/projects/{project_id}/annotations/{annotation_id}", {
              ...path(editing),
              body: { day, kind, text },
            }),
          )
        : body(
            api.POST("/api/projects/{project_id}/annotations", {
              params: { path: { project_id: project.id } },
              body: { day, kind, text },
            }),
          ),
    ...done,
    onSuccess: () => {
      setText("");
      setEditing(null);
      return done.onSuccess();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      body(api.DELETE("/api/projects/{project_id}/annotations/{annotation_id}", path(id))),
    ...done,
  });
  const edit = (one: Annotation) => {
    setEditing(one.id);
    setDay(one.day);
    setKind(one.kind);
    setText(one.text);
  };
  const card = (
    <div className="annotations">
      {list.length === 0 && <p>{t("ask.notes.none")}</p>}
      {list.map((one, index) => (
        <div key={one.id} className={one.id === editing ? "saved-row on" : "saved-row"}>
          <button type="button" onClick={() => edit(one)} disabled={!may}>
            <b>
              {index + 1} · {one.text}
            </b>
            <small>
              {format.day(one.day)} · {t(`ask.notes.kind.${one.kind}`)}
            </small>
          </button>
          {may && (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={t("ask.notes.remove", { text: one.text })}
              onClick={() => remove.mutate(one.id)}
            />
          )}
        </div>
      ))}
      {may && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") keep.mutate();
          }}
        >
          <Input
            aria-label={t("ask.notes.text")}
            placeholder={t("ask.notes.text")}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <span className="value-two">
            <DatePicker
              aria-label={t("ask.notes.day")}
              allowClear={false}
              value={dayjs(day)}
              onChange={(next) => next && setDay(next.format("YYYY-MM-DD"))}
            />
            <Select
              aria-label={t("ask.notes.kindLabel")}
              value={kind}
              onChange={setKind}
              options={KINDS.map((one) => ({ value: one, label: t(`ask.notes.kind.${one}`) }))}
            />
            <Button htmlType="submit" type="primary" loading={keep.isPending} disabled={text.trim() === ""}>
              {t(editing ? "common.save" : "common.add")}
            </Button>
          </span>
        </form>
      )}
    </div>
  );
  return (
    <Popover
      content={card}
      trigger="click"
      placement="bottomRight"
      title={t("ask.notes.title")}
      arrow={false}
    >
      <Button type="text" icon={<FlagOutlined aria-hidden="true" />}>
        {t("ask.notes.title")}
        {list.length > 0 && ` ${list.length}`}
      </Button>
    </Popover>
  );
}
