import { Alert, Button, Drawer, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, usePushes } from "@/base/api";
import { useProject } from "@/base/project";
import type { AddedTarget, NewTarget } from "@/contract";
import { CopyButton, useErrorText } from "@/ui";

interface Props {
  open: boolean;
  /** The target whose secret is shown; none while one is being added. */
  added: AddedTarget | null;
  onAdded: (added: AddedTarget) => void;
  onClose: () => void;
}

const KINDS = ["webhook", "sql"] as const;
const FIELDS = ["name", "url", "secret", "table"] as const;

/** A new target: where it is, and then the secret that was made for it, shown this once. */
export function AddDrawer({ open, added, onAdded, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={560}
      destroyOnHidden
      title={added ? t("push.added.title", { name: added.target.name }) : t("push.targets.add")}
    >
      {added?.secret ? <Secret secret={added.secret} onClose={onClose} /> : <AddForm onAdded={onAdded} />}
    </Drawer>
  );
}

function AddForm({ onAdded }: Pick<Props, "onAdded">) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const [form] = Form.useForm<NewTarget>();
  const kind = Form.useWatch("kind", form) ?? "webhook";
  const { add } = usePushes(project.id);
  const place = (error: unknown) =>
    error instanceof ApiError ? FIELDS.find((field) => field === error.field) : undefined;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: "webhook" }}
      onFinish={(fields) =>
        add.mutate(fields, {
          onSuccess: onAdded,
          onError: (error) => {
            const name = place(error);
            if (name) form.setFields([{ name, errors: [errorText(error)] }]);
          },
        })
      }
    >
      {add.error && !place(add.error) && <Alert type="error" showIcon title={errorText(add.error)} />}
      <Form.Item name="kind" label={t("push.add.kind")}>
        <Radio.Group className="invite-roles" aria-label={t("push.add.kind")}>
          {KINDS.map((one) => (
            <Radio key={one} value={one}>
              <b>{t(`push.kind.${one}`)}</b>
              <small>{t(`push.kindText.${one}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="name"
        label={t("push.add.name")}
        rules={[{ required: true, whitespace: true, message: t("push.add.nameNeeded") }]}
      >
        <Input maxLength={200} autoComplete="off" placeholder={t(`push.add.nameExample.${kind}`)} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t(`push.add.url.${kind}`)}
        extra={t(`push.add.urlText.${kind}`)}
        rules={[{ required: true, whitespace: true, message: t("push.add.urlNeeded") }]}
      >
        <Input
          maxLength={2000}
          autoComplete="off"
          placeholder={
            kind === "webhook" ? "https://crm.example.com/people" : "postgresql://user:…@db.example.com/crm"
          }
        />
      </Form.Item>
      {kind === "webhook" ? (
        <Form.Item name="secret" label={t("push.add.secret")} extra={t("push.add.secretText")}>
          <Input.Password maxLength={200} autoComplete="new-password" placeholder="whsec_…" />
        </Form.Item>
      ) : (
        <Form.Item
          name="table"
          label={t("push.add.table")}
          extra={t("push.add.tableText")}
          rules={[{ required: true, whitespace: true, message: t("push.add.tableNeeded") }]}
        >
          <Input maxLength={63} autoComplete="off" placeholder="segment_people" />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {t("push.add.do")}
      </Button>
    </Form>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="invited">
      <Alert type="warning" showIcon title={t("push.added.once")} />
      <code className="target-secret">{secret}</code>
      <p>{t("push.added.next")}</p>
      <div className="invited-actions">
        <CopyButton value={secret} label={t("push.add.secret")} />
        <Button type="primary" onClick={onClose}>
          {t("push.added.close")}
        </Button>
      </div>
    </div>
  );
}
