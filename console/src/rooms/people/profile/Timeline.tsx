import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented, Select, Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Profile, TimelineEvent } from "@/contract";
import { Card, ErrorState, Moment, PropertyChips, useEventName } from "@/ui";
import { timelineQuery } from "../queries";
import { byDay, type Day } from "./days";
import { bySession, type SessionOf } from "./sessions";

const ALL = "";

/** Everything that happened to one person, by day or by session, the newest first. */
export function Timeline({ profile, grant }: { profile: Profile; grant: string | null }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const { get, set } = useUrlState();
  const event = get("event");
  const inSessions = get("by") === "session";
  const query = useInfiniteQuery(timelineQuery(project.id, profile.person_id, event, grant));
  const days = useMemo(
    () => byDay(query.data?.pages.flatMap((page) => page.events) ?? [], project.timezone),
    [query.data, project.timezone],
  );
  const sessions = useMemo(
    () =>
      bySession(
        query.data?.pages.flatMap((page) => page.events) ?? [],
        query.data?.pages.flatMap((page) => page.sessions) ?? [],
      ),
    [query.data],
  );
  const names = [...new Set([...profile.top_events.map((one) => one.name), ...(event ? [event] : [])])];

  return (
    <Card
      title={t("people.timeline.title")}
      className="timeline"
      extra={
        <>
          <Segmented
            aria-label={t("people.timeline.by")}
            value={inSessions ? "session" : "day"}
            onChange={(by) => set({ by: by === "session" ? by : null }, { replace: true })}
            options={[
              { value: "day", label: t("people.timeline.byDay") },
              { value: "session", label: t("people.timeline.bySession") },
            ]}
          />
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
        </>
      }
    >
      {query.error && !query.data ? (
        <ErrorState error={query.error} retry={() => query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : (
        <div className={query.isPlaceholderData ? "dimmed" : "settled"} aria-busy={query.isPlaceholderData}>
          {days.length === 0 && <p className="about-none">{t("people.timeline.none")}</p>}
          {inSessions
            ? sessions.map((one) => <SessionBlock key={one.session.number} one={one} />)
            : days.map((day) => <DayBlock key={day.day} day={day} filtered={event !== null} />)}
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
  const format = useProjectFormat();
  return (
    <section className="day">
      {day.quiet > 0 && !filtered && (
        <p className="quiet">{t("people.timeline.quiet", { count: day.quiet })}</p>
      )}
      <h3>
        {format.day(day.day)}
        <small>{t("people.timeline.count", { count: day.events.length })}</small>
      </h3>
      <Events events={day.events} />
    </section>
  );
}

function SessionBlock({ one: { session, events } }: { one: SessionOf }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const seconds = (Date.parse(session.ended_at) - Date.parse(session.started_at)) / 1000;
  const pages = [session.entry_page, session.exit_page].filter((page) => page !== null);
  return (
    <section className="day">
      <h3>
        <Moment at={session.started_at} />
        <small>
          {[
            ...(seconds > 0 ? [format.duration(seconds)] : []),
            events.length < session.events
              ? t("people.timeline.countOf", {
                  count: session.events,
                  shown: format.exact(events.length),
                  all: format.exact(session.events),
                })
              : t("people.timeline.count", { count: session.events }),
            ...(session.pageviews > 0 ? [t("people.timeline.pages", { count: session.pageviews })] : []),
          ].join(" · ")}
        </small>
      </h3>
      {pages.length > 0 && <p className="session-pages">{[...new Set(pages)].join(" → ")}</p>}
      <Events events={events} />
    </section>
  );
}

function Events({ events }: { events: TimelineEvent[] }) {
  const project = useProject();
  const named = useEventName();
  return (
    <ol>
      {events.map((event) => (
        <li key={event.event_id}>
          <Moment at={event.time} show="clock" />
          <div>
            <Link to={paths.event(project.id, event.event)}>{named(event.event)}</Link>
            <PropertyChips properties={event.properties} />
          </div>
        </li>
      ))}
    </ol>
  );
}
