import { NotificationOutlined, PlusOutlined, SendOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { channelsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import { EmptyState, Page, QueryView, useAllowed } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";
import { ChannelCard } from "./ChannelCard";
import { MessagesDrawer } from "./MessagesDrawer";
import { PlaceDrawer } from "./PlaceDrawer";
import "../settings.css";
import "./channels.css";

/** Where notices go, and whether they arrive. */
export function ChannelsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const allowed = useAllowed();
  const { get, set } = useUrlState();
  const channels = useQuery(channelsQuery(project.id));
  const [moved, setMoved] = useState<string | null>(null);
  const of = (id: string | null) => channels.data?.find((channel) => channel.id === id) ?? null;
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={() => set({ add: 1 })}
      {...allowed("manage_channels")}
    >
      {t("channels.add")}
    </Button>
  );
  return (
    <Page
      title={t("channels.title")}
      subtitle={t("channels.subtitle")}
      actions={channels.data && channels.data.length > 0 ? add : undefined}
    >
      <QueryView query={channels} skeleton={<ListSkeleton rows={4} />}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState
              title={t("channels.empty.title")}
              text={t("channels.empty.text")}
              art={
                <div className="channel-way">
                  <NotificationOutlined /> <SendOutlined />{" "}
                  {(["email", "wecom", "dingtalk", "feishu"] as const).map((kind) => (
                    <b key={kind}>{t(`channels.kind.${kind}`)}</b>
                  ))}
                </div>
              }
              action={add}
            />
          ) : (
            <div className="settings-stack">
              {found.map((channel) => (
                <ChannelCard
                  key={channel.id}
                  channel={channel}
                  onMove={() => setMoved(channel.id)}
                  onMessages={() => set({ messages: channel.id })}
                />
              ))}
              <p className="settings-note">{t("channels.note")}</p>
            </div>
          )
        }
      </QueryView>
      <PlaceDrawer
        open={get("add") === "1" || moved !== null}
        channel={of(moved)}
        onClose={() => {
          setMoved(null);
          set({ add: null });
        }}
      />
      <MessagesDrawer channel={of(get("messages") ?? null)} onClose={() => set({ messages: null })} />
    </Page>
  );
}
