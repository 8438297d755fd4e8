import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, api, body, projectsQuery } from "@/base/api";
import type { Project, ProjectCreate } from "@/contract";
import { useErrorText } from "@/ui";

const ZONES = Intl.supportedValuesOf("timeZone");
const CURRENCIES = [
  "CNY",
  "USD",
  "EUR",
  "GBP",
  "HKD",
  "TWD",
  "JPY",
  "KRW",
  "SGD",
  "AUD",
  "CAD",
  "CHF",
  "INR",
  "BRL",
];
const WEEK_STARTS = ["monday", "sunday", "saturday"] as const;

export interface NewProjectProps {
  onClose: () => void;
  onCreated: (projectId: string) => void;
}

/** A project is a name, a zone for its days, a first day of the week and a currency. */
export default function NewProjectForm({ onClose, onCreated }: NewProjectProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ProjectCreate>();
  const client = useQueryClient();
  const errorText = useErrorText();
  const create = useMutation({
    mutationFn: (wanted: ProjectCreate) => body(api.POST("/api/projects", { body: wanted })),
    onSuccess: (project) => {
      client.setQueryData(projectsQuery.queryKey, (old: Project[] | undefined) => [...(old ?? []), project]);
      client.invalidateQueries({ queryKey: projectsQuery.queryKey });
      onClose();
      onCreated(project.id);
    },
    onError: (error) => {
      const field = error instanceof ApiError ? error.field : null;
      if (field === "name" || field === "timezone" || field === "currency") {
        form.setFields([{ name: field, errors: [errorText(error)] }]);
      }
    },
  });
  const placed = create.error instanceof ApiError && create.error.field;
  return (
    <Modal
      open
      onCancel={onClose}
      title={t("shell.project.create")}
      okText={t("shell.project.createButton")}
      cancelText={t("common.cancel")}
      onOk={() => form.submit()}
      confirmLoading={create.isPending}
      destroyOnHidden
      width={440}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          week_start: "monday",
          currency: "CNY",
        }}
        onFinish={(values) => create.mutate(values)}
      >
        {create.error && !placed && <Alert type="error" showIcon title={errorText(create.error)} />}
        <Form.Item
          name="name"
          label={t("shell.project.name")}
          rules={[{ required: true, whitespace: true, message: t("shell.project.nameNeeded") }]}
        >
          <Input autoFocus maxLength={80} placeholder={t("shell.project.nameExample")} />
        </Form.Item>
        <Form.Item
          name="timezone"
          label={t("shell.project.timezone")}
          extra={t("shell.project.timezoneText")}
        >
          <Select showSearch options={ZONES.map((zone) => ({ value: zone, label: zone }))} />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="week_start" label={t("shell.project.weekStart")}>
            <Select options={WEEK_STARTS.map((day) => ({ value: day, label: t(`common.weekday.${day}`) }))} />
          </Form.Item>
          <Form.Item name="currency" label={t("shell.project.currency")}>
            <Select showSearch options={CURRENCIES.map((code) => ({ value: code, label: code }))} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
