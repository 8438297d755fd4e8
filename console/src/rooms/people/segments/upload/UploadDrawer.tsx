import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, AutoComplete, Button, Drawer, Input, Select, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { catalogueQuery, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import { useErrorText, usePropertyName } from "@/ui";
import { Field, FieldErrors } from "@/ui/filters";
import { Outcome } from "./Outcome";
import { columnsOf, sendList } from "./send";

const IDS = "\u0000ids";

/** A list of people from a file: choose it, say what its ids are, and see how many of them are known. */
export function UploadDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const named = usePropertyName();
  const errorText = useErrorText();
  const catalogue = useQuery(catalogueQuery(project.id));
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState<string[]>([]);
  const [name, setName] = useState("");
  const [column, setColumn] = useState("");
  const [by, setBy] = useState(IDS);
  const send = useMutation({
    mutationFn: (chosen: File) =>
      sendList(project.id, {
        file: chosen,
        name: name.trim(),
        column: column.trim() || null,
        by: by === IDS ? null : by,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...projectKey(project.id), "segments"] }),
  });
  const take = (chosen: File) => {
    setFile(chosen);
    setColumn("");
    send.reset();
    if (name.trim() === "") setName(chosen.name.replace(/\.[^.]*$/, ""));
    columnsOf(chosen).then(setColumns, () => setColumns([]));
  };
  const texts = (catalogue.data?.properties ?? []).filter((p) => p.scope === "person" && p.type === "text");
  return (
    <Drawer open onClose={onClose} size={560} title={t("segments.new.upload")}>
      {send.data ? (
        <Outcome segment={send.data} />
      ) : (
        <FieldErrors error={send.error}>
          <form
            className="segment-upload"
            onSubmit={(event) => {
              event.preventDefault();
              if (file && name.trim() !== "") send.mutate(file);
            }}
          >
            <Field path="file">
              <Upload.Dragger
                accept=".csv,.tsv,.txt,.xlsx"
                maxCount={1}
                fileList={[]}
                beforeUpload={(chosen) => {
                  take(chosen);
                  return false;
                }}
              >
                <p className="segment-drop">
                  <InboxOutlined aria-hidden="true" />
                </p>
                <p>{file ? file.name : t("segments.upload.drop")}</p>
                <p className="segment-hint">{t("segments.upload.kinds")}</p>
              </Upload.Dragger>
            </Field>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
            <label>
              <span>{t("segments.upload.column")}</span>
              <Field path="column">
                <AutoComplete
                  className="pick"
                  aria-label={t("segments.upload.column")}
                  placeholder={columns[0] ?? t("segments.upload.first")}
                  value={column}
                  onChange={setColumn}
                  options={columns.map((one) => ({ value: one }))}
                />
              </Field>
            </label>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
            <label>
              <span>{t("segments.upload.by")}</span>
              <Field path="by">
                <Select
                  className="pick"
                  aria-label={t("segments.upload.by")}
                  showSearch={{ optionFilterProp: "label" }}
                  value={by}
                  onChange={setBy}
                  options={[
                    { value: IDS, label: t("segments.upload.ids") },
                    ...texts.map((one) => ({ value: one.name, label: named(one.name) })),
                  ]}
                />
              </Field>
            </label>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
            <label>
              <span>{t("segments.name")}</span>
              <Field path="name">
                <Input
                  aria-label={t("segments.name")}
                  maxLength={200}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              </Field>
            </label>
            {send.error && <Alert type="error" showIcon title={errorText(send.error)} />}
            <Button
              type="primary"
              htmlType="submit"
              loading={send.isPending}
              disabled={!file || name.trim() === ""}
            >
              {t("segments.upload.send")}
            </Button>
          </form>
        </FieldErrors>
      )}
    </Drawer>
  );
}
