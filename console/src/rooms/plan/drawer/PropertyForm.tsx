import { Alert, Button, Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import type { PlannedProperty } from "@/contract";
import { useErrorText } from "@/ui";
import { allowedOf, KINDS, STATUSES } from "../model";
import { usePropertyPut } from "../queries";

interface Fields extends Pick<PlannedProperty, "name" | "type" | "required" | "status" | "description"> {
  allowed: string[];
}

const BLANK: Fields = {
  name: "",
  type: "text",
  required: false,
  allowed: [],
  status: "planned",
  description: { zh: "", en: "" },
};

interface Props {
  event: string;
  /** The property as planned; none: a new one. */
  property?: PlannedProperty;
  onDone: () => void;
}

/** What is planned of a property. Saving one that was learned adopts it. */
export function PropertyForm({ event, property, onDone }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const [form] = Form.useForm<Fields>();
  const type = Form.useWatch("type", form) ?? property?.type ?? BLANK.type;
  const put = usePropertyPut(project.id);

  const save = (fields: Fields) =>
    put.mutate(
      {
        ...fields,
        event,
        name: property?.name ?? fields.name.trim(),
        allowed: allowedOf(fields.allowed ?? [], fields.type),
        learned: false,
      },
      { onSuccess: onDone },
    );
  const field = put.error instanceof ApiError ? (put.error.field?.split(".")[0] ?? null) : null;
  const wrong = (name: string) =>
    field === name ? { validateStatus: "error" as const, help: errorText(put.error) } : {};

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={property ? { ...property, allowed: (property.allowed ?? []).map(String) } : BLANK}
      onFinish={save}
      className="plan-form"
    >
      {put.error && (field === null || !(field in BLANK)) && (
        <Alert type="error" showIcon title={errorText(put.error)} />
      )}
      <div className="plan-pair">
        {!property && (
          <Form.Item
            name="name"
            label={t("plan.property.name")}
            rules={[{ required: true, whitespace: true, message: t("plan.form.nameNeeded") }]}
            {...wrong("name")}
          >
            <Input autoFocus maxLength={255} />
          </Form.Item>
        )}
        <Form.Item name="type" label={t("plan.property.type")} {...wrong("type")}>
          <Select options={KINDS.map((kind) => ({ value: kind, label: t(`plan.kind.${kind}`) }))} />
        </Form.Item>
        <Form.Item name="status" label={t("plan.column.status")} {...wrong("status")}>
          <Select
            options={STATUSES.map((status) => ({ value: status, label: t(`plan.status.${status}`) }))}
          />
        </Form.Item>
        <Form.Item name="required" label={t("plan.property.required")} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <Form.Item
        name="allowed"
        label={t("plan.property.allowed")}
        extra={t(type === "list" ? "plan.property.allowedItems" : "plan.property.allowedText")}
        {...wrong("allowed")}
      >
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[",", "，", "、", ";", "；", "\n"]}
          disabled={type === "object"}
        />
      </Form.Item>
      <div className="plan-pair">
        <Form.Item name={["description", "zh"]} label={t("plan.form.zh")} {...wrong("description")}>
          <Input maxLength={4000} lang="zh-CN" />
        </Form.Item>
        <Form.Item name={["description", "en"]} label={t("plan.form.en")}>
          <Input maxLength={4000} lang="en" />
        </Form.Item>
      </div>
      <div className="plan-form-actions">
        <Button type="primary" size="small" htmlType="submit" loading={put.isPending}>
          {property ? t(property.learned ? "plan.form.saveAdopt" : "plan.form.save") : t("plan.property.add")}
        </Button>
        <Button size="small" onClick={onDone}>
          {t("common.cancel")}
        </Button>
      </div>
    </Form>
  );
}
