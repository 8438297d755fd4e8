import { useQuery } from "@tanstack/react-query";
import { App, Button, Drawer, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError, channelMessagesQuery, useChannels } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { Channel, ChannelMessage } from "@/contract";
import { EmptyState, Moment, QueryView, useAllowed, useErrorText } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";

const COLOUR = {
  queued: "processing",
  sending: "processing",
  sent: "success",
  failed: "error",
  unsure: "warning",
} as const;

interface Props {
  channel: Channel | null;
  onClose: () => void;
}

/** What was told to a channel, the newest first, and what became of it. */
export function MessagesDrawer({ channel, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={channel !== null}
      onClose={onClose}
      size={560}
      destroyOnHidden
      title={t("channels.messagesOf", { name: channel?.name ?? "" })}
    >
      {channel && <Messages channel={channel.id} />}
    </Drawer>
  );
}

function Messages({ channel }: { channel: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const messages = useQuery(channelMessagesQuery(project.id, channel));
  return (
    <QueryView query={messages} skeleton={<ListSkeleton rows={4} />}>
      {(found) =>
        found.length === 0 ? (
          <EmptyState title={t("channels.noMessages.title")} text={t("channels.noMessages.text")} />
        ) : (
          <ul className="channel-messages">
            {found.map((message) => (
              <Told key={message.id} channel={channel} message={message} />
            ))}
          </ul>
        )
      }
    </QueryView>
  );
}

function Told({ channel, message }: { channel: string; message: ChannelMessage }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const allowed = useAllowed();
  const errorText = useErrorText();
  const { message: toast, modal } = App.useApp();
  const { again } = useChannels(project.id);
  const send = () =>
    again
      .mutateAsync({ id: channel, message: message.id })
      .then(() => undefined)
      .catch((error: unknown) => void toast.error(errorText(error)));
  // Nobody can say whether it arrived: who sends it again is told that it may come twice.
  const ask = () =>
    modal.confirm({
      title: t("channels.againTitle"),
      content: t("channels.againText"),
      okText: t("channels.again"),
      cancelText: t("common.cancel"),
      onOk: send,
    });
  const { state, last_error: error } = message;
  return (
    <li>
      <span className="channel-told">
        <b>{message.title}</b>
        <Tag color={COLOUR[state]}>{t(`channels.state.${state}`)}</Tag>
      </span>
      <p>{message.text}</p>
      <small>
        <Moment at={message.sent_at ?? message.created_at} />
        {message.attempts > 1 &&
          ` · ${t("channels.tries", { count: message.attempts, shown: format.exact(message.attempts) })}`}
        {message.next_at && ` · ${t("channels.next", { at: format.clock(message.next_at) })}`}
      </small>
      {error && (
        <span className="channel-error">{errorText(new ApiError({ ...error, field: null }, 422))}</span>
      )}
      {(state === "failed" || state === "unsure") && (
        <Button
          size="small"
          loading={again.isPending}
          onClick={state === "unsure" ? ask : send}
          {...allowed("manage_channels")}
        >
          {t("channels.again")}
        </Button>
      )}
    </li>
  );
}
