import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page } from "@/ui";
import { Polled } from "../stream/Polled";
import { liveQuery, sourcesQuery } from "../stream/queries";
import { TableSkeleton } from "../TableSkeleton";
import { LiveFilters } from "./LiveFilters";
import { LiveTable } from "./LiveTable";
import { RecordDrawer } from "./RecordDrawer";
import { type Stream, shown } from "./stream";
import { useHeld } from "./useHeld";
import "../data.css";
import "./live.css";

/** The stream as it arrives. It never moves under the reader: paused or scrolled down, it is held. */
export function LivePage() {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const filters = { source: get("source"), event: get("event"), person: get("person") };
  const filtered = Object.values(filters).some((one) => one !== null);
  const sources = useQuery(sourcesQuery(project.id)).data?.sources ?? [];
  const stream = useQuery(liveQuery(project.id, filters));
  const catalogue = useQuery(catalogueQuery(project.id));
  const hold = useHeld(stream.data?.items, JSON.stringify(filters));
  const untouched = stream.data?.items.length === 0 && !filtered;

  return (
    <Page
      title={t("live.title")}
      subtitle={t("live.subtitle")}
      filters={
        untouched ? undefined : (
          <LiveFilters
            filters={filters}
            sources={sources}
            events={(catalogue.data?.events ?? []).map((event) => event.name)}
            onChange={set}
            hold={hold}
          />
        )
      }
    >
      <Polled query={stream} skeleton={<TableSkeleton />}>
        {(found: Stream) => {
          if (untouched)
            return (
              <EmptyState
                title={t("live.empty.title")}
                text={t("live.empty.text")}
                action={
                  <Button type="primary" onClick={() => navigate(paths.sources(project.id))}>
                    {t("live.empty.action")}
                  </Button>
                }
              />
            );
          const { items, fresh } = shown(found, hold.items);
          if (items.length === 0)
            return (
              <EmptyState
                title={t("live.none")}
                text={t("live.noneText")}
                action={
                  <Button onClick={() => set({ source: null, event: null, person: null })}>
                    {t("live.clear")}
                  </Button>
                }
              />
            );
          return (
            <Card flush className="live">
              <LiveTable items={items} onOpen={(key) => set({ record: key })} />
              {fresh > 0 && <Fresh count={fresh} onShow={hold.release} />}
            </Card>
          );
        }}
      </Polled>
      <RecordDrawer
        at={get("record")}
        processed={stream.data?.processed ?? 0}
        onClose={() => set({ record: null })}
      />
    </Page>
  );
}

const MANY = 250;

/** How much has come meanwhile; a click goes to the top and follows again. */
function Fresh({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation();
  return (
    <Button className="live-fresh" type="primary" shape="round" size="small" onClick={onShow}>
      ↑{" "}
      {count > MANY ? t("live.freshMany", { shown: MANY }) : t("live.fresh", { count, shown: String(count) })}
    </Button>
  );
}
