import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Drawer, Form, Input, Radio, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, api, body, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import type { Source, SourceKind } from "@/contract";
import { useErrorText } from "@/ui";
import { sourcesQuery } from "../stream/queries";
import { kindName } from "./kinds";
import { KINDS } from "./snippets";

interface Fields {
  name: string;
  kind: SourceKind;
  debug: boolean;
}

interface Props {
  open: boolean;
  onClose: () => void;
  onMade: (source: Source) => void;
}

/** A new source: its name and which SDK will send. */
export function NewSource({ open, onClose, onMade }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={560} destroyOnHidden title={t("sources.form.title")}>
      <SourceForm onMade={onMade} />
    </Drawer>
  );
}

function SourceForm({ onMade }: { onMade: (source: Source) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [form] = Form.useForm<Fields>();
  const make = useMutation({
    mutationFn: (fields: Fields) =>
      body(
        api.POST("/api/projects/{project_id}/sources", {
          params: { path: { project_id: project.id } },
          body: fields,
        }),
      ),
    onSuccess: (source) => {
      client.setQueryData(sourcesQuery(project.id).queryKey, (old) =>
        old ? { ...old, sources: [...old.sources, source] } : old,
      );
      client.invalidateQueries({ queryKey: projectKey(project.id) });
      onMade(source);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.field === "name")
        form.setFields([{ name: "name", errors: [errorText(error)] }]);
    },
  });
  const placed = make.error instanceof ApiError && make.error.field === "name";
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: "segment", debug: false }}
      onFinish={(fields) => make.mutate(fields)}
    >
      {make.error && !placed && <Alert type="error" showIcon title={errorText(make.error)} />}
      <Form.Item
        name="name"
        label={t("sources.form.name")}
        rules={[{ required: true, whitespace: true, message: t("sources.form.nameNeeded") }]}
      >
        <Input autoFocus maxLength={200} placeholder={t("sources.form.nameExample")} />
      </Form.Item>
      <Form.Item name="kind" label={t("sources.form.kind")} extra={t("sources.form.kindText")}>
        <Radio.Group className="kinds" aria-label={t("sources.form.kind")}>
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind}>
              <b>{kindName(kind, t)}</b>
              <small>{t(`sources.kindText.${kind}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="debug"
        label={t("sources.form.debug")}
        extra={t("sources.form.debugText")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={make.isPending}>
        {t("sources.form.create")}
      </Button>
    </Form>
  );
}
