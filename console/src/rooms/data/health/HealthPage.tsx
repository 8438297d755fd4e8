import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { DataHealth } from "@/contract";
import { Card, EmptyState, Page } from "@/ui";
import { Polled } from "../stream/Polled";
import { healthQuery } from "../stream/queries";
import { TableSkeleton } from "../TableSkeleton";
import { FailingChannels } from "./FailingChannels";
import { FillRates } from "./FillRates";
import { Machinery } from "./Machinery";
import { Overall } from "./Overall";
import { SourceHealthTable } from "./SourceHealthTable";
import "../data.css";
import "./health.css";

/** Whether data arrives and becomes answers: said in a sentence, shown by source, and the machinery behind it. */
export function HealthPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const health = useQuery(healthQuery(project.id));
  return (
    <Page title={t("health.title")} subtitle={t("health.subtitle")}>
      <Polled query={health} skeleton={<TableSkeleton rows={6} />}>
        {(found: DataHealth) => (
          <div className="health">
            <FailingChannels />
            {found.sources.length === 0 ? (
              <EmptyState
                title={t("health.empty.title")}
                text={t("health.empty.text")}
                action={
                  <Button type="primary" onClick={() => navigate(paths.sources(project.id))}>
                    {t("health.empty.action")}
                  </Button>
                }
              />
            ) : (
              <>
                <Overall health={found} />
                <Card
                  flush
                  title={t("health.sources")}
                  extra={<Link to={paths.sources(project.id)}>{t("health.toSources")}</Link>}
                >
                  <SourceHealthTable sources={found.sources} format={format} />
                </Card>
                <FillRates />
              </>
            )}
            <Machinery health={found} format={format} />
          </div>
        )}
      </Polled>
    </Page>
  );
}
