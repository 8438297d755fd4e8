import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { Catalogue } from "@/contract";
import { Card, EmptyState, Page, QueryView, SearchBox, TwoDoors, useAllowed } from "@/ui";
import { EventTable } from "./events/EventTable";
import { PropertyTable } from "./events/PropertyTable";
import { TableSkeleton } from "./TableSkeleton";
import "./data.css";

/** What happens in this project, and what is known of it. */
export function EventsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const kept = useAllowed()("import");
  const catalogue = useQuery(catalogueQuery(project.id));
  const tab = get("tab") === "properties" ? "properties" : "events";
  const search = get("search") ?? "";
  const data = catalogue.data;
  const empty = data !== undefined && data.events.length === 0;
  const total = data?.events.reduce((sum, event) => sum + event.count, 0) ?? 0;

  return (
    <Page
      title={t("data.events.title")}
      subtitle={
        data && !empty
          ? t("data.events.subtitle", {
              count: total,
              names: format.exact(data.events.length),
              shown: format.exact(total),
            })
          : " "
      }
      actions={
        empty ? undefined : (
          <>
            <Link className="events-plan" to={paths.plan(project.id)}>
              {t("data.events.plan")}
            </Link>
            <Button type="primary" onClick={() => navigate(paths.import(project.id))} {...kept}>
              {t("data.events.import")}
            </Button>
          </>
        )
      }
      filters={
        empty ? undefined : (
          <>
            <Segmented
              value={tab}
              onChange={(next) => set({ tab: next === "events" ? null : next })}
              aria-label={t("data.events.show")}
              options={[
                { value: "events", label: t("data.events.tabEvents", { shown: data?.events.length ?? "–" }) },
                {
                  value: "properties",
                  label: t("data.events.tabProperties", { shown: data?.properties.length ?? "–" }),
                },
              ]}
            />
            <SearchBox
              value={search}
              label={t(`data.events.search.${tab}`)}
              onChange={(next) => set({ search: next }, { replace: true })}
            />
          </>
        )
      }
    >
      <QueryView query={catalogue} skeleton={<TableSkeleton />}>
        {(found: Catalogue) =>
          found.events.length === 0 ? (
            <>
              <EmptyState title={t("data.events.empty.title")} text={t("data.events.empty.text")} />
              <div className="data-doors">
                <TwoDoors onImport={() => navigate(paths.import(project.id))} />
              </div>
            </>
          ) : (
            <Card flush>
              {tab === "events" ? (
                <EventTable events={found.events} total={total} search={search} />
              ) : (
                <PropertyTable properties={found.properties} search={search} />
              )}
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}
