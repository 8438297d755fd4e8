import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Drawer, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import type { SensitiveProperty } from "@/contract";
import { useErrorText, usePropertyName } from "@/ui";
import { useDecision } from "../queries";
import { KINDS } from "./kinds";

interface Props {
  open: boolean;
  marked: SensitiveProperty[];
  onClose: () => void;
}

/** A property that was not recognised, marked by hand. */
export function MarkDrawer({ open, marked, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={480} destroyOnHidden title={t("settings.mark.title")}>
      <MarkForm marked={marked} onDone={onClose} />
    </Drawer>
  );
}

function MarkForm({ marked, onDone }: { marked: SensitiveProperty[]; onDone: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = usePropertyName();
  const errorText = useErrorText();
  const catalogue = useQuery(catalogueQuery(project.id));
  const decision = useDecision(project.id);
  const known = new Set(marked.map((one) => `${one.scope}:${one.name}`));
  const scopes = (["person", "event"] as const).map((scope) => ({
    label: t(`common.property.scope.${scope}`),
    options: (catalogue.data?.properties ?? [])
      .filter((one) => one.scope === scope && !one.name.startsWith("$"))
      .filter((one) => !known.has(`${one.scope}:${one.name}`))
      .map((one) => ({ value: `${one.scope}:${one.name}`, label: named(one.name) })),
  }));
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: "other" }}
      onFinish={({ property, kind }: { property: string; kind: SensitiveProperty["kind"] }) => {
        const scope = property.startsWith("event:") ? "event" : "person";
        const name = property.slice(scope.length + 1);
        decision.mutate({ scope, name, kind, sensitive: true }, { onSuccess: onDone });
      }}
    >
      {decision.error && <Alert type="error" showIcon title={errorText(decision.error)} />}
      <Form.Item
        name="property"
        label={t("settings.privacy.property")}
        rules={[{ required: true, message: t("settings.mark.propertyNeeded") }]}
      >
        <Select
          autoFocus
          loading={catalogue.isPending}
          showSearch={{ optionFilterProp: "label" }}
          options={scopes}
        />
      </Form.Item>
      <Form.Item name="kind" label={t("settings.privacy.kindTitle")} extra={t("settings.mark.kindText")}>
        <Select options={KINDS.map((value) => ({ value, label: t(`settings.privacy.kind.${value}`) }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={decision.isPending}>
        {t("settings.mark.do")}
      </Button>
    </Form>
  );
}
