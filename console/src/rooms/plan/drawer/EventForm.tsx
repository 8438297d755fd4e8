import { Alert, App, Button, Form, Input, Popconfirm, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import type { PlannedEvent } from "@/contract";
import { useAllowed, useErrorText } from "@/ui";
import { MODES, STATUSES } from "../model";
import { useEventDelete, useEventPut } from "../queries";

type Fields = Omit<PlannedEvent, "learned">;

const BLANK: Fields = {
  name: "",
  status: "planned",
  mode: "observe",
  owner: "",
  description: { zh: "", en: "" },
};

interface Props {
  /** The event as planned; none: a new one. */
  event?: PlannedEvent;
  onSaved: (name: string) => void;
  onGone: () => void;
}

/** What is planned of an event itself. */
export function EventForm({ event, onSaved, onGone }: Props) {
  const { t } = useTranslation();
  const kept = useAllowed()("change_plan");
  const project = useProject();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const [form] = Form.useForm<Fields>();
  const put = useEventPut(project.id);
  const remove = useEventDelete(project.id);

  const save = (fields: Fields) => {
    const whole = { ...fields, name: event?.name ?? fields.name.trim() };
    put.mutate(whole, {
      onSuccess: () => {
        message.success(t("plan.form.saved"));
        onSaved(whole.name);
      },
    });
  };
  const field = put.error instanceof ApiError ? put.error.field : null;
  const wrong = (name: string) =>
    field === name ? { validateStatus: "error" as const, help: errorText(put.error) } : {};

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={event ?? BLANK}
      onFinish={save}
      className="plan-form"
    >
      {put.error && <Alert type="error" showIcon title={errorText(put.error)} />}
      {!event && (
        <Form.Item
          name="name"
          label={t("plan.form.name")}
          extra={t("plan.form.nameText")}
          rules={[{ required: true, whitespace: true, message: t("plan.form.nameNeeded") }]}
          {...wrong("name")}
        >
          <Input autoFocus maxLength={255} />
        </Form.Item>
      )}
      <div className="plan-pair">
        <Form.Item name="status" label={t("plan.column.status")} {...wrong("status")}>
          <Select
            options={STATUSES.map((status) => ({
              value: status,
              label: `${t(`plan.status.${status}`)} · ${t(`plan.statusText.${status}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="owner" label={t("plan.column.owner")} {...wrong("owner")}>
          <Input maxLength={200} placeholder={t("plan.form.ownerExample")} />
        </Form.Item>
      </div>
      <Form.Item name="mode" label={t("plan.column.mode")} {...wrong("mode")}>
        <Radio.Group className="plan-mode-choice">
          {MODES.map((mode) => (
            <Radio key={mode} value={mode}>
              <b>{t(`plan.mode.${mode}`)}</b>
              <small>{t(`plan.modeText.${mode}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <div className="plan-pair">
        <Form.Item name={["description", "zh"]} label={t("plan.form.zh")} {...wrong("description.zh")}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={4000} lang="zh-CN" />
        </Form.Item>
        <Form.Item name={["description", "en"]} label={t("plan.form.en")} {...wrong("description.en")}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={4000} lang="en" />
        </Form.Item>
      </div>
      <div className="plan-form-actions">
        <Button type="primary" htmlType="submit" loading={put.isPending} {...kept}>
          {event ? t(event.learned ? "plan.form.saveAdopt" : "plan.form.save") : t("plan.form.add")}
        </Button>
        {event && (
          <Popconfirm
            title={t("plan.form.removeTitle", { name: event.name })}
            description={t("plan.form.removeText")}
            okText={t("plan.form.remove")}
            cancelText={t("common.cancel")}
            okButtonProps={{ danger: true }}
            onConfirm={() =>
              remove.mutate(event.name, {
                onSuccess: onGone,
                onError: (error) => message.error(errorText(error)),
              })
            }
          >
            <Button danger type="text" loading={remove.isPending} {...kept}>
              {t("plan.form.remove")}
            </Button>
          </Popconfirm>
        )}
      </div>
    </Form>
  );
}
