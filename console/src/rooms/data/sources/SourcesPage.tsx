import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, useAllowed } from "@/ui";
import { healthQuery, sourcesQuery } from "../stream/queries";
import { TableSkeleton } from "../TableSkeleton";
import { EmptyPicture } from "./EmptyPicture";
import { NewSource } from "./NewSource";
import { SourceDrawer } from "./SourceDrawer";
import { SourceTable } from "./SourceTable";
import "../data.css";
import "./sources.css";

const NEW = "new";

/** Where events come from, and whether each source's events have come all the way. */
export function SourcesPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const kept = useAllowed()("manage_sources");
  const sources = useQuery(sourcesQuery(project.id));
  const health = useQuery(healthQuery(project.id));
  const open = get("source");
  const chosen = sources.data?.sources.find((source) => source.id === open);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={() => set({ source: NEW, sdk: null })}
      {...kept}
    >
      {t("sources.create")}
    </Button>
  );
  const empty = sources.data?.sources.length === 0;

  return (
    <Page title={t("sources.title")} subtitle={t("sources.subtitle")} actions={empty ? undefined : create}>
      <QueryView query={sources} skeleton={<TableSkeleton rows={4} />}>
        {(found) =>
          found.sources.length === 0 ? (
            <EmptyState
              title={t("sources.empty.title")}
              text={t("sources.empty.text")}
              art={<EmptyPicture />}
              action={create}
            />
          ) : (
            <Card flush>
              <SourceTable
                sources={found.sources}
                health={health.data?.sources ?? []}
                onOpen={(id) => set({ source: id, sdk: null })}
              />
            </Card>
          )
        }
      </QueryView>
      <NewSource
        open={open === NEW}
        onClose={() => set({ source: null })}
        onMade={(source) => set({ source: source.id }, { replace: true })}
      />
      <SourceDrawer
        source={chosen}
        address={sources.data?.address ?? ""}
        health={health.data?.sources.find((one) => one.id === open)}
        onClose={() => set({ source: null, sdk: null })}
      />
    </Page>
  );
}
