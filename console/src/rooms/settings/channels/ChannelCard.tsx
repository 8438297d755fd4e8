import { App, Button, Dropdown, Input, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, useChannels } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { Channel, ChannelTest } from "@/contract";
import { Card, useAllowed, useErrorText } from "@/ui";
import { ChannelState } from "./ChannelState";

interface Props {
  channel: Channel;
  onMove: () => void;
  onMessages: () => void;
}

/** One channel: where it is, how it is doing, and what can be done with it. */
export function ChannelCard({ channel, onMove, onMessages }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const allowed = useAllowed();
  const errorText = useErrorText();
  const { message, modal } = App.useApp();
  const { test, change, remove } = useChannels(project.id);
  const { id, name } = channel;
  const failed = (error: unknown) => void message.error(errorText(error));
  const rename = () => {
    let typed = name;
    modal.confirm({
      title: t("channels.rename"),
      content: (
        <Input
          defaultValue={name}
          maxLength={200}
          aria-label={t("channels.name")}
          onChange={(event) => {
            typed = event.target.value;
          }}
        />
      ),
      okText: t("channels.rename"),
      cancelText: t("common.cancel"),
      onOk: () => change.mutateAsync({ id, name: typed }).catch(failed),
    });
  };
  const confirm = () =>
    modal.confirm({
      title: t("channels.removeTitle", { name }),
      content: t("channels.removeText"),
      okText: t("channels.remove"),
      okButtonProps: { danger: true },
      cancelText: t("common.cancel"),
      onOk: () => remove.mutateAsync(id).catch(failed),
    });
  const may = allowed("manage_channels");
  return (
    <Card
      title={
        <span className="channel-name">
          {name} <Tag>{t(`channels.kind.${channel.kind}`)}</Tag>
        </span>
      }
      extra={
        <span className="channel-actions">
          <Button
            loading={test.isPending}
            aria-label={t("channels.testOf", { name })}
            onClick={() => test.mutate(id)}
            {...may}
          >
            {t("channels.test")}
          </Button>
          <Button aria-label={t("channels.messagesOf", { name })} onClick={onMessages}>
            {t("channels.messages")}
          </Button>
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "rename", label: t("channels.rename"), onClick: rename },
                { key: "move", label: t("channels.move"), onClick: onMove },
                {
                  key: "pause",
                  label: t(channel.paused ? "channels.resume" : "channels.pause"),
                  onClick: () => change.mutateAsync({ id, paused: !channel.paused }).catch(failed),
                },
                { key: "remove", danger: true, label: t("channels.remove"), onClick: confirm },
              ],
            }}
          >
            <Button {...may}>{t("channels.more")}</Button>
          </Dropdown>
        </span>
      }
    >
      <div className="channel-body">
        <code className="channel-address">{channel.address}</code>
        <ChannelState channel={channel} />
        {test.data && <Tested found={test.data} />}
        {test.error && <p className="channel-tested bad">{errorText(test.error)}</p>}
      </div>
    </Card>
  );
}

/** What came of a test message, in words. */
function Tested({ found }: { found: ChannelTest }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { code, message, params, unsure, milliseconds } = found;
  const error = code && new ApiError({ code, message: message ?? "", params, field: null }, 422);
  return (
    <p className={`channel-tested ${found.fine ? "good" : "bad"}`} role="status">
      {error
        ? `${errorText(error)} ${unsure ? t("channels.tested.unsure") : ""}`
        : t("channels.tested.fine", { ms: format.exact(Math.round(milliseconds)) })}
    </p>
  );
}
