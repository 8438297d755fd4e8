import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { ChannelCount, Reach } from "@/contract";
import { Card, Figure, QueryView } from "@/ui";
import { ListDrawer } from "../one/ListDrawer";
import { type Channel, reachPeopleQuery, reachQuery, type Status, type Whose } from "./queries";
import "./reach.css";

const WHY_NOT: readonly Status[] = ["refused", "invalid", "missing"];

/** How many can be reached through each channel, and how many not for which reason; every count opens its people. */
export function ReachCard({ whose, waiting = false }: { whose: Whose; waiting?: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(reachQuery(project.id, whose));
  const [open, setOpen] = useState<{ channel: Channel; status: Status } | null>(null);
  const busy = waiting || query.isPlaceholderData;
  return (
    <Card title={t("segments.reach.title")}>
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 3 }} />}>
        {(found: Reach) => (
          <div className={busy ? "dimmed" : "settled"} aria-busy={busy}>
            <Channels found={found} onOpen={(channel, status) => setOpen({ channel, status })} />
          </div>
        )}
      </QueryView>
      {open && (
        <ListDrawer
          title={`${t(`people.reach.channel.${open.channel}`)} · ${t(`people.reach.status.${open.status}`)}`}
          query={(page) => reachPeopleQuery(project.id, whose, open.channel, open.status, page)}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

function Channels({ found, onOpen }: { found: Reach; onOpen: (channel: Channel, status: Status) => void }) {
  const { t } = useTranslation();
  const held = found.channels.filter((one) => one.unknown === 0);
  if (found.people === 0) return <p className="segment-hint">{t("segments.reach.nobody")}</p>;
  if (held.length === 0) return <p className="segment-hint">{t("segments.reach.none")}</p>;
  return (
    <ul className="reach">
      {held.map((one) => (
        <Row
          key={one.channel}
          one={one}
          people={found.people}
          onOpen={(status) => onOpen(one.channel, status)}
        />
      ))}
    </ul>
  );
}

function Row({
  one,
  people,
  onOpen,
}: {
  one: ChannelCount;
  people: number;
  onOpen: (status: Status) => void;
}) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const channel = t(`people.reach.channel.${one.channel}`);
  const figure = (status: Status) => (
    <Figure
      label={t("segments.reach.open", {
        channel,
        status: t(`people.reach.status.${status}`),
        shown: format.exact(one[status]),
      })}
      onOpen={() => onOpen(status)}
    >
      {format.exact(one[status])}
    </Figure>
  );
  return (
    <li>
      <span className="reach-line">
        <b>{channel}</b>
        {figure("reachable")}
        <span className="reach-share">{format.rate(one.reachable / people)}</span>
      </span>
      <span className="bar-rail" aria-hidden="true">
        <span style={{ width: `${(100 * one.reachable) / people}%` }} />
      </span>
      <small>
        {WHY_NOT.filter((status) => one[status] > 0).map((status) => (
          <span key={status}>
            {t(`people.reach.status.${status}`)} {figure(status)}
          </span>
        ))}
      </small>
    </li>
  );
}
