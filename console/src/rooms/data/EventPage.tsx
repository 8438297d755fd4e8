import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { dayIn, today } from "@/base/format";
import { useProject } from "@/base/project";
import { defaultRange } from "@/base/range";
import { paths } from "@/base/url";
import type { EventDetail } from "@/contract";
import { Card, EmptyState, Page, QueryView, useEventName } from "@/ui";
import { EventFigures } from "./event/EventFigures";
import { EventSkeleton } from "./event/EventSkeleton";
import { PropertyCard } from "./event/PropertyCard";
import { SamplesTable } from "./event/SamplesTable";
import { eventQuery, samplesQuery } from "./queries";
import { TableSkeleton } from "./TableSkeleton";
import "./data.css";

/** One event: how much of it there is, what it carries, and what it looks like. */
export function EventPage() {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { name = "" } = useParams();
  const named = useEventName();
  const event = useQuery(eventQuery(project.id, name));
  const samples = useQuery(samplesQuery(project.id, name));
  const last = event.data?.last_seen;

  const ask = () =>
    navigate(
      paths.ask(project.id, {
        kind: "trend",
        series: [{ event: name, measure: "people" }],
        interval: "day",
        range: defaultRange(last ? dayIn(new Date(last), project.timezone) : null, today(project.timezone)),
      }),
    );

  return (
    <Page
      title={named(name)}
      back={<Link to={paths.events(project.id)}>{t("data.event.back")}</Link>}
      actions={
        event.data && (
          <>
            <Link className="events-plan" to={paths.plan(project.id, name)}>
              {t("data.event.plan")}
            </Link>
            <Button type="primary" onClick={ask}>
              {t("data.event.ask")}
            </Button>
          </>
        )
      }
    >
      <QueryView query={event} skeleton={<EventSkeleton />}>
        {(detail: EventDetail) => (
          <div className="event-detail">
            <EventFigures event={detail} />
            <section aria-labelledby="event-properties">
              <h2 id="event-properties">{t("data.event.properties")}</h2>
              {detail.properties.length === 0 ? (
                <EmptyState title={t("data.event.noProperties")} />
              ) : (
                <div className="property-cards">
                  {detail.properties.map((property) => (
                    <PropertyCard
                      key={`${property.scope}:${property.name}`}
                      property={property}
                      events={detail.count}
                    />
                  ))}
                </div>
              )}
            </section>
          </div>
        )}
      </QueryView>
      {event.data && (
        <QueryView query={samples} skeleton={<TableSkeleton rows={6} />}>
          {(found) => (
            <Card flush title={t("data.event.samples")}>
              <SamplesTable samples={found} />
            </Card>
          )}
        </QueryView>
      )}
    </Page>
  );
}
