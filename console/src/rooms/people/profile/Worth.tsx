import { useQuery } from "@tanstack/react-query";
import { Select, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PersonWorth } from "@/contract";
import { Card, Moment, QueryView, useEventName, usePropertyName } from "@/ui";
import { type Whose, worthQuery } from "./queries";

/** What a person is worth: the sum of a property of what they did. Nothing where events have no numbers. */
export function Worth({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const [property, setProperty] = useState<string | null>(null);
  const query = useQuery(worthQuery(of, property));
  if (query.data?.choices.length === 0) return null;
  return (
    <Card
      title={t("people.worth.title")}
      extra={
        query.data && (
          <Select
            size="small"
            showSearch
            className="worth-of"
            aria-label={t("people.worth.property")}
            placeholder={t("people.worth.property")}
            value={query.data.worth?.property ?? null}
            popupMatchSelectWidth={false}
            onChange={setProperty}
            options={query.data.choices.map((name) => ({ value: name, label: named(name) }))}
          />
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 2 }} />}>
        {(found: PersonWorth) => <Sum found={found} />}
      </QueryView>
    </Card>
  );
}

function Sum({ found }: { found: PersonWorth }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const event = useEventName();
  const { worth } = found;
  if (worth === null) return <p className="about-none">{t("people.worth.choose")}</p>;
  return (
    <>
      <p className="worth-total">{format.exact(worth.total)}</p>
      <p className="worth-about">
        {t("people.worth.times", { count: worth.count, shown: format.exact(worth.count) })}
        {" · "}
        {worth.event === null ? t("people.worth.every") : event(worth.event)}
        {found.guessed && <> · {t("people.worth.guessed")}</>}
      </p>
      {worth.first_at && (
        <p className="worth-about">
          {t("people.worth.first")} <Moment at={worth.first_at} show="day" /> · {t("people.worth.last")}{" "}
          <Moment at={worth.last_at} show="day" />
        </p>
      )}
    </>
  );
}
