import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { ChannelKind } from "@/contract";

const ROBOT = ["url", "secret"] as const;

/** What each kind of channel asks for, in the order of the form. */
export const FIELDS = {
  email: ["host", "security", "port", "user", "password", "sender", "recipients"],
  webhook: ROBOT,
  wecom: ["url"],
  dingtalk: ROBOT,
  feishu: ROBOT,
  slack: ["url"],
  telegram: ["token", "chat"],
} as const satisfies Record<ChannelKind, readonly string[]>;

const MAY_LACK: readonly string[] = ["secret", "port", "user", "password"];
const HIDDEN: readonly string[] = ["secret", "password", "token"];
const EXAMPLE: Partial<Record<string, string>> = {
  "email.host": "smtp.example.com",
  "email.sender": "yunying@example.com",
  "email.recipients": "ops@example.com",
  "webhook.url": "https://ops.example.com/notices",
  "wecom.url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
  "dingtalk.url": "https://oapi.dingtalk.com/robot/send?access_token=…",
  "feishu.url": "https://open.feishu.cn/open-apis/bot/v2/hook/…",
  "slack.url": "https://hooks.slack.com/services/…",
  "telegram.chat": "-1001234567890",
};

/** The fields of one kind. */
export function PlaceFields({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation();
  const hint = (name: string) => {
    if (name === "secret") return t(`channels.hint.secret.${kind === "webhook" ? "webhook" : "robot"}`);
    return name === "port" || name === "recipients" ? t(`channels.hint.${name}`) : undefined;
  };
  return FIELDS[kind].map((name) => (
    <Form.Item
      key={`${kind}.${name}`}
      name={name}
      label={t(`channels.field.${name}`)}
      extra={hint(name)}
      rules={
        MAY_LACK.includes(name) ? [] : [{ required: true, whitespace: true, message: t("channels.needed") }]
      }
    >
      {name === "security" ? (
        <Select
          options={(["tls", "starttls", "none"] as const).map((value) => ({
            value,
            label: t(`channels.security.${value}`),
          }))}
        />
      ) : name === "recipients" ? (
        <Input.TextArea autoSize={{ minRows: 2 }} placeholder={EXAMPLE[`${kind}.${name}`]} />
      ) : HIDDEN.includes(name) ? (
        <Input.Password autoComplete="new-password" />
      ) : (
        <Input
          autoComplete="off"
          inputMode={name === "port" ? "numeric" : undefined}
          placeholder={EXAMPLE[`${kind}.${name}`]}
        />
      )}
    </Form.Item>
  ));
}
