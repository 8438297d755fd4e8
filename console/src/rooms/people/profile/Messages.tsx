import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { PersonMessage } from "@/contract";
import { Card, Moment, QueryView } from "@/ui";
import { messagesQuery, type Whose } from "./queries";

/** What a person was sent, and what became of it. */
export function Messages({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const query = useQuery(messagesQuery(of));
  return (
    <Card title={t("people.messages.title")}>
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 2 }} />}>
        {(messages: PersonMessage[]) =>
          messages.length === 0 ? (
            <p className="about-none">{t("people.messages.none")}</p>
          ) : (
            <ul className="stays">
              {messages.map((one) => (
                <li key={`${one.at} ${one.title}`}>
                  <span>{one.title ?? one.campaign ?? t("people.messages.untitled")}</span>
                  <small>
                    {one.channel && (
                      <>{t(`people.reach.channel.${one.channel}`, { defaultValue: one.channel })} · </>
                    )}
                    <Moment at={one.at} />
                  </small>
                  <small>
                    {one.steps.map((step) => t(`people.messages.step.${step.step}`)).join(" → ")}
                    {one.reason && <> · {one.reason}</>}
                  </small>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  );
}
