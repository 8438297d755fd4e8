import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { catalogueQuery, metricQuery } from "@/base/api";
import { inTongue, metricName } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { OneMetric } from "@/contract";
import { Page, QueryView, useMay } from "@/ui";
import { CatalogueContext } from "@/ui/filters";
import { Definition } from "./page/Definition";
import { UsedBy } from "./page/UsedBy";
import { Values } from "./page/Values";
import { Versions } from "./page/Versions";
import { Why } from "./page/Why";
import { useRemove } from "./useRemove";
import "./metrics.css";

/** One metric: what it was, why it moved, what it means. */
export function MetricPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const { metric: key = "" } = useParams();
  const query = useQuery(metricQuery(project.id, key));
  const metric = query.data?.metric;
  const may = useMay()("change_definitions");
  const remove = useRemove();
  return (
    <Page
      title={metric ? metricName(metric, locale) : t("metrics.one")}
      subtitle={inTongue(metric?.description, locale)}
      actions={
        may &&
        query.data && (
          <>
            <Button
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={t("metrics.remove", { name: metricName(query.data.metric, locale) })}
              onClick={() => query.data && remove(query.data)}
            />
            <Link to={paths.editMetric(project.id, key)}>
              <Button type="primary" tabIndex={-1} icon={<EditOutlined aria-hidden="true" />}>
                {t("metrics.edit.button")}
              </Button>
            </Link>
          </>
        )
      }
      back={<Link to={paths.metrics(project.id)}>{t("metrics.title")}</Link>}
    >
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 12 }} />}>
        {(one) => <Looked metric={one} />}
      </QueryView>
    </Page>
  );
}

function Looked({ metric }: { metric: OneMetric }) {
  const { t } = useTranslation();
  const project = useProject();
  const catalogue = useQuery(catalogueQuery(project.id));
  const { get, set } = useUrlState();
  const tab = get("tab") === "why" ? "why" : "values";
  return (
    <QueryView query={catalogue} skeleton={<Skeleton active paragraph={{ rows: 12 }} />}>
      {(data) => (
        <CatalogueContext value={data}>
          <Tabs
            activeKey={tab}
            destroyOnHidden
            onChange={(next) => set({ tab: next === "values" ? null : next })}
            items={[
              { key: "values", label: t("metrics.tab.values"), children: <Shown metric={metric} /> },
              { key: "why", label: t("metrics.tab.why"), children: <Why metric={metric} /> },
            ]}
          />
        </CatalogueContext>
      )}
    </QueryView>
  );
}

function Shown({ metric }: { metric: OneMetric }) {
  return (
    <div className="metric-side">
      <Values metric={metric} />
      <div className="metric-below">
        <Definition metric={metric} />
        <div className="metric-side">
          <UsedBy metric={metric} />
          <Versions metric={metric} />
        </div>
      </div>
    </div>
  );
}
