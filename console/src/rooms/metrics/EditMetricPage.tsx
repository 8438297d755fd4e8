import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { catalogueQuery, metricQuery } from "@/base/api";
import { metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { mainEvent } from "@/base/question";
import { paths } from "@/base/url";
import type { Catalogue, OneMetric } from "@/contract";
import { Page, QueryView } from "@/ui";
import { CatalogueContext } from "@/ui/filters";
import { begun, changing } from "./edit/draft";
import { Editor } from "./edit/Editor";
import "./metrics.css";

const waiting = <Skeleton active paragraph={{ rows: 12 }} />;

/** Defines a metric. */
export function NewMetricPage() {
  const { t } = useTranslation();
  const project = useProject();
  const catalogue = useQuery(catalogueQuery(project.id));
  return (
    <Page
      title={t("metrics.new")}
      subtitle={t("metrics.edit.subtitle")}
      back={<Link to={paths.metrics(project.id)}>{t("metrics.title")}</Link>}
    >
      <QueryView query={catalogue} skeleton={waiting}>
        {(data) => <Edited catalogue={data} metric={null} />}
      </QueryView>
    </Page>
  );
}

/** Changes a metric; what it said before is kept. */
export function EditMetricPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const { metric: key = "" } = useParams();
  const query = useQuery(metricQuery(project.id, key));
  const catalogue = useQuery(catalogueQuery(project.id));
  const name = query.data ? metricName(query.data.metric, locale) : t("metrics.one");
  return (
    <Page
      title={t("metrics.edit.title", { name })}
      back={<Link to={paths.metric(project.id, key)}>{name}</Link>}
    >
      <QueryView query={query} skeleton={waiting}>
        {(metric) => (
          <QueryView query={catalogue} skeleton={waiting}>
            {(data) => <Edited key={metric.version} catalogue={data} metric={metric} />}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function Edited({ catalogue, metric }: { catalogue: Catalogue; metric: OneMetric | null }) {
  const project = useProject();
  const navigate = useNavigate();
  return (
    <CatalogueContext value={catalogue}>
      <Editor
        initial={metric ? changing(metric.key, metric.metric) : begun(mainEvent(catalogue.events))}
        known={metric}
        onSaved={(key) => navigate(paths.metric(project.id, key))}
      />
    </CatalogueContext>
  );
}
