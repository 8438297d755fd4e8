import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Catalogue, DefinedLayers } from "@/contract";
import { Page, QueryView } from "@/ui";
import { draftFrom } from "../draft";
import { oneLayersQuery } from "../queries";
import { useLayersName } from "../words";
import { Editor } from "./Editor";
import { useDraft } from "./useDraft";
import "../layers.css";

/** Other rules for layers that are there. */
export function EditLayersPage() {
  const { property = "" } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const named = useLayersName();
  const catalogue = useQuery(catalogueQuery(project.id));
  const query = useQuery(oneLayersQuery(project.id, property));
  return (
    <Page
      title={query.data ? named(query.data) : t("layers.edit")}
      subtitle={t("layers.build.subtitle")}
      back={<Link to={paths.layers(project.id, property)}>{t("layers.title")}</Link>}
    >
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
        {(known) => (
          <QueryView query={catalogue} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
            {(events) => <Known catalogue={events} known={known} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function Known({ catalogue, known }: { catalogue: Catalogue; known: DefinedLayers }) {
  const named = useLayersName();
  const initial = useMemo(() => draftFrom(known.layers), [known]);
  const [draft, setDraft] = useDraft(initial);
  return <Editor catalogue={catalogue} draft={draft} known={known} name={named(known)} onDraft={setDraft} />;
}
