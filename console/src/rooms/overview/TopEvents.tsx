import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { catalogueQuery } from "@/base/api";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import { Card, useEventName } from "@/ui";

const SHOWN = 6;

/** What happens most: each a door to the event's page. */
export function TopEvents({ format }: { format: Format }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const events = useQuery(catalogueQuery(project.id)).data?.events ?? [];
  const top = [...events].sort((a, b) => b.count - a.count).slice(0, SHOWN);
  const most = top[0]?.count ?? 1;
  return (
    <Card
      title={t("overview.topEvents")}
      extra={<Link to={paths.events(project.id)}>{t("overview.allEvents")}</Link>}
    >
      <ul className="top-events">
        {top.map((event) => (
          <li key={event.name}>
            <Link to={paths.event(project.id, event.name)}>
              <i aria-hidden="true" style={{ width: `${(event.count / most) * 100}%` }} />
              <span>{named(event.name)}</span>
              <b title={t("overview.eventCount", { count: event.count, shown: format.exact(event.count) })}>
                {format.short(event.count)}
              </b>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
