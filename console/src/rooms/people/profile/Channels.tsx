import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  MinusCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonReach } from "@/contract";
import { Card, QueryView, usePropertyName } from "@/ui";
import { channelsQuery, type Whose } from "./queries";

type Channel = PersonReach["channels"][number];

const SIGN = {
  reachable: CheckCircleOutlined,
  refused: StopOutlined,
  invalid: CloseCircleOutlined,
  missing: MinusCircleOutlined,
  unknown: MinusCircleOutlined,
};

/** Through which channels a person can be reached, and which property says so or says no. */
export function Channels({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const query = useQuery(channelsQuery(of));
  return (
    <Card title={t("people.reach.title")}>
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>
        {(channels: Channel[]) => (
          <ul className="channels">
            {channels.map((one) => {
              const Sign = SIGN[one.status];
              return (
                <li key={one.channel} className={`channel-${one.status}`}>
                  <Sign aria-hidden="true" />
                  <b>{t(`people.reach.channel.${one.channel}`)}</b>
                  <span>
                    {t(`people.reach.status.${one.status}`)}
                    {one.property !== null && <small title={one.property}>{named(one.property)}</small>}
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </QueryView>
    </Card>
  );
}
