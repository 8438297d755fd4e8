import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Profile } from "@/contract";
import { Card, ErrorState, Moment, PropertyChips, useEventName } from "@/ui";
import { timelineQuery } from "../queries";
import { byDay, type Day } from "./days";

const ALL = "";

/** Everything that happened to one person, by day, the newest first. */
export function Timeline({ profile, grant }: { profile: Profile; grant: string | null }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const { get, set } = useUrlState();
  const event = get("event");
  const query = useInfiniteQuery(timelineQuery(project.id, profile.person_id, event, grant));
  const days = useMemo(
    () => byDay(query.data?.pages.flatMap((page) => page.events) ?? [], project.timezone),
    [query.data, project.timezone],
  );
  const names = [...new Set([...profile.top_events.map((one) => one.name), ...(event ? [event] : [])])];

  return (
    <Card
      title={t("people.timeline.title")}
      className="timeline"
      extra={
        <Select
          className="timeline-filter"
          showSearch
          aria-label={t("people.timeline.filter")}
          value={event ?? ALL}
          popupMatchSelectWidth={false}
          onChange={(next) => set({ event: next }, { replace: true })}
          options={[
            { value: ALL, label: t("people.timeline.all") },
            ...names.map((name) => ({ value: name, label: named(name) })),
          ]}
        />
      }
    >
      {query.error && !query.data ? (
        <ErrorState error={query.error} retry={() => query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : (
        <div className={query.isPlaceholderData ? "dimmed" : "settled"} aria-busy={query.isPlaceholderData}>
          {days.length === 0 && <p className="about-none">{t("people.timeline.none")}</p>}
          {days.map((day) => (
            <DayBlock key={day.day} day={day} filtered={event !== null} />
          ))}
          {query.hasNextPage ? (
            <Button
              className="timeline-more"
              loading={query.isFetchingNextPage}
              onClick={() => query.fetchNextPage()}
            >
              {t("people.timeline.more")}
            </Button>
          ) : (
            days.length > 0 && <p className="timeline-end">{t("people.timeline.end")}</p>
          )}
        </div>
      )}
    </Card>
  );
}

function DayBlock({ day, filtered }: { day: Day; filtered: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = useEventName();
  return (
    <section className="day">
      {day.quiet > 0 && !filtered && (
        <p className="quiet">{t("people.timeline.quiet", { count: day.quiet })}</p>
      )}
      <h3>
        {format.day(day.day)}
        <small>{t("people.timeline.count", { count: day.events.length })}</small>
      </h3>
      <ol>
        {day.events.map((event) => (
          <li key={event.event_id}>
            <Moment at={event.time} show="clock" />
            <div>
              <Link to={paths.event(project.id, event.event)}>{named(event.event)}</Link>
              <PropertyChips properties={event.properties} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
