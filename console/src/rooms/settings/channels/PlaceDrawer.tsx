import { Alert, Button, Drawer, Form, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, useChannels } from "@/base/api";
import { useProject } from "@/base/project";
import type { AddedChannel, Channel, ChannelKind, NewChannel } from "@/contract";
import { CopyButton, useErrorText } from "@/ui";
import { FIELDS, PlaceFields } from "./PlaceFields";

const KINDS = ["wecom", "dingtalk", "feishu", "email", "slack", "telegram", "webhook"] as const;

interface Props {
  open: boolean;
  /** The channel that is to be reached in another way; none while one is being added. */
  channel: Channel | null;
  onClose: () => void;
}

/** How a channel is reached, and then the secret that was made for it, shown this once. */
export function PlaceDrawer({ open, channel, onClose }: Props) {
  const { t } = useTranslation();
  const [done, setDone] = useState<AddedChannel | null>(null);
  const close = () => {
    setDone(null);
    onClose();
  };
  const title = done
    ? t("channels.made.title", { name: done.channel.name })
    : channel
      ? t("channels.moveTitle", { name: channel.name })
      : t("channels.add");
  return (
    <Drawer open={open} onClose={close} size={560} destroyOnHidden title={title}>
      {done?.secret ? (
        <div className="channel-made">
          <Alert type="warning" showIcon title={t("channels.made.once")} />
          <code className="channel-address">{done.secret}</code>
          <div className="channel-actions">
            <CopyButton value={done.secret} label={t("channels.field.secret")} />
            <Button type="primary" onClick={close}>
              {t("channels.made.close")}
            </Button>
          </div>
        </div>
      ) : (
        <PlaceForm channel={channel} onDone={(made) => (made.secret ? setDone(made) : close())} />
      )}
    </Drawer>
  );
}

type Fields = { name: string; kind: ChannelKind; port?: string } & Record<string, string | undefined>;

function PlaceForm({ channel, onDone }: { channel: Channel | null; onDone: (made: AddedChannel) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form) ?? channel?.kind ?? "wecom";
  const { add, move } = useChannels(project.id);
  const place = (error: unknown) =>
    error instanceof ApiError
      ? ["name", ...FIELDS[kind]].find((field) => field === error.field?.split(".").at(-1))
      : undefined;
  const failure = add.error ?? move.error;
  const send = ({ name, ...said }: Fields) => {
    const { port, ...rest } = said;
    const body = { ...rest, kind, ...(port ? { port: Number(port) } : {}) } as NewChannel["place"];
    return channel
      ? move.mutateAsync({ id: channel.id, place: body })
      : add.mutateAsync({ name, place: body });
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind, security: "tls" }}
      onFinish={(said) =>
        send(said).then(onDone, (error: unknown) => {
          const name = place(error);
          if (name) form.setFields([{ name, errors: [errorText(error)] }]);
        })
      }
    >
      {failure && !place(failure) && <Alert type="error" showIcon title={errorText(failure)} />}
      {!channel && (
        <>
          <Form.Item name="kind" label={t("channels.kindLabel")}>
            <Select options={KINDS.map((value) => ({ value, label: t(`channels.kind.${value}`) }))} />
          </Form.Item>
          <Form.Item
            name="name"
            label={t("channels.name")}
            rules={[{ required: true, whitespace: true, message: t("channels.needed") }]}
          >
            <Input maxLength={200} autoComplete="off" placeholder={t("channels.nameExample")} />
          </Form.Item>
        </>
      )}
      <p className="settings-note">{t(`channels.guide.${kind}`)}</p>
      <PlaceFields kind={kind} />
      <p className="settings-note">{t("channels.sealed")}</p>
      <Button type="primary" htmlType="submit" loading={add.isPending || move.isPending}>
        {t(channel ? "channels.doMove" : "channels.doAdd")}
      </Button>
    </Form>
  );
}
