import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { catalogueQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { amountProperty, goalEvent } from "@/base/question";
import { paths, useUrlState } from "@/base/url";
import type { Catalogue } from "@/contract";
import { Page, QueryView } from "@/ui";
import { CatalogueContext } from "@/ui/filters";
import { type Draft, draftFrom } from "../draft";
import { Editor } from "./Editor";
import { Templates } from "./Templates";
import { useDraft } from "./useDraft";
import "../layers.css";

/** A new ladder, chosen from templates or written; or a new RFM. */
export function NewLayersPage() {
  const { kind } = useParams();
  const { t } = useTranslation();
  const project = useProject();
  const catalogue = useQuery(catalogueQuery(project.id));
  const rfm = kind === "rfm";
  return (
    <Page
      title={t(rfm ? "layers.new.rfm" : "layers.new.ladder")}
      subtitle={t(rfm ? "layers.new.rfmText" : "layers.new.ladderText")}
      back={<Link to={paths.layers(project.id)}>{t("layers.title")}</Link>}
    >
      <QueryView query={catalogue} skeleton={<Skeleton active paragraph={{ rows: 8 }} />}>
        {(data) => (rfm ? <NewRfm catalogue={data} /> : <NewLadder catalogue={data} />)}
      </QueryView>
    </Page>
  );
}

function NewRfm({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const initial = useMemo((): Draft => {
    const event = goalEvent(catalogue.events);
    const amount = amountProperty(catalogue.properties);
    return draftFrom({
      kind: "rfm",
      form: event && amount ? "rfm" : "free",
      ...(event && amount ? { event: { event }, amount } : {}),
    });
  }, [catalogue]);
  const [draft, setDraft] = useDraft(initial);
  return (
    <Editor
      catalogue={catalogue}
      draft={draft}
      known={null}
      name={t("layers.new.rfmName")}
      onDraft={setDraft}
    />
  );
}

function NewLadder({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation();
  const { get } = useUrlState();
  const [draft, setDraft] = useDraft(null);
  if (draft === null) {
    return (
      <CatalogueContext value={catalogue}>
        <Templates onDraft={setDraft} />
      </CatalogueContext>
    );
  }
  return (
    <Editor
      catalogue={catalogue}
      draft={draft}
      known={null}
      name={get("name") ?? t("layers.title")}
      onDraft={setDraft}
    />
  );
}
