import { Alert, Button, Drawer, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "@/base/access";
import { ApiError } from "@/base/api";
import type { InvitedMember } from "@/contract";
import { CopyButton, useErrorText } from "@/ui";
import { useInvite } from "../queries";
import { ROLES } from "./roles";

interface Props {
  open: boolean;
  /** Whose one-time password is shown; nobody's while somebody is being invited. */
  invited: InvitedMember | null;
  onInvited: (invited: InvitedMember) => void;
  onClose: () => void;
}

/** Somebody new: a name and a role, and then their password for the first sign-in, shown this once. */
export function InviteDrawer({ open, invited, onInvited, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={520}
      destroyOnHidden
      title={
        invited ? t("settings.invited.title", { name: invited.member.name }) : t("settings.invite.title")
      }
    >
      {invited ? <Invited invited={invited} onClose={onClose} /> : <InviteForm onInvited={onInvited} />}
    </Drawer>
  );
}

function InviteForm({ onInvited }: Pick<Props, "onInvited">) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [form] = Form.useForm<{ name: string; role: Role }>();
  const invite = useInvite();
  const placed = invite.error instanceof ApiError && invite.error.field === "name";
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ role: "viewer" }}
      onFinish={(fields) =>
        invite.mutate(fields, {
          onSuccess: onInvited,
          onError: (error) => {
            if (error instanceof ApiError && error.field === "name")
              form.setFields([{ name: "name", errors: [errorText(error)] }]);
          },
        })
      }
    >
      {invite.error && !placed && <Alert type="error" showIcon title={errorText(invite.error)} />}
      <Form.Item
        name="name"
        label={t("settings.invite.name")}
        extra={t("settings.invite.nameText")}
        rules={[{ required: true, whitespace: true, message: t("settings.invite.nameNeeded") }]}
      >
        <Input autoFocus maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={t("settings.members.role")}>
        <Radio.Group className="invite-roles" aria-label={t("settings.members.role")}>
          {ROLES.map((role) => (
            <Radio key={role} value={role}>
              <b>{t(`access.role.${role}`)}</b>
              <small>{t(`access.roleHint.${role}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={invite.isPending}>
        {t("settings.invite.create")}
      </Button>
    </Form>
  );
}

function Invited({ invited, onClose }: { invited: InvitedMember; onClose: () => void }) {
  const { t } = useTranslation();
  const where = window.location.origin;
  const all = t("settings.invited.all", {
    where,
    name: invited.member.name,
    password: invited.one_time_password,
  });
  return (
    <div className="invited">
      <Alert type="warning" showIcon title={t("settings.invited.once")} />
      <dl>
        <div>
          <dt>{t("settings.invited.where")}</dt>
          <dd>{where}</dd>
        </div>
        <div>
          <dt>{t("settings.invite.name")}</dt>
          <dd>{invited.member.name}</dd>
        </div>
        <div>
          <dt>{t("settings.invited.password")}</dt>
          <dd>
            <code>{invited.one_time_password}</code>
            <CopyButton value={invited.one_time_password} label={t("settings.invited.password")} />
          </dd>
        </div>
      </dl>
      <p>{t("settings.invited.next")}</p>
      <div className="invited-actions">
        <CopyButton value={all} label={t("settings.invited.everything")} />
        <Button type="primary" onClick={onClose}>
          {t("settings.invited.close")}
        </Button>
      </div>
    </div>
  );
}
