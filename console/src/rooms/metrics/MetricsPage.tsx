import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented, Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { metricsQuery } from "@/base/api";
import { useLastDay } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, SearchBox, useMay } from "@/ui";
import { found, tagsOf } from "./find";
import { MetricTable } from "./list/MetricTable";
import "./metrics.css";

const PERIODS = [7, 30] as const;

/** Every metric with its value of the last days that are over. */
export function MetricsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const query = useQuery(metricsQuery(project.id));
  const last = useLastDay();
  const days = PERIODS.find((one) => String(one) === get("days")) ?? PERIODS[0];
  const search = get("search") ?? "";
  const tags = get("tags")?.split(",").filter(Boolean) ?? [];
  const all = query.data ?? [];
  const known = tagsOf(all);
  const may = useMay()("change_definitions");
  const make = may && (
    <Link to={paths.newMetric(project.id)}>
      <Button type="primary" tabIndex={-1} icon={<PlusOutlined aria-hidden="true" />}>
        {t("metrics.new")}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t("metrics.title")}
      subtitle={
        last && all.length > 0
          ? t("metrics.until", { count: days, day: format.day(last) })
          : t("metrics.subtitle")
      }
      actions={all.length > 0 && make}
      filters={
        all.length > 0 && (
          <>
            <SearchBox
              wait={0}
              value={search}
              label={t("metrics.search")}
              onChange={(next) => set({ search: next }, { replace: true })}
            />
            {known.length > 0 && (
              <Select
                mode="multiple"
                className="metric-tags-pick"
                allowClear
                aria-label={t("metrics.tags")}
                placeholder={t("metrics.tags")}
                value={tags}
                options={known.map((tag) => ({ value: tag, label: tag }))}
                onChange={(next) => set({ tags: next.join(",") }, { replace: true })}
              />
            )}
            <Segmented
              aria-label={t("metrics.period")}
              value={days}
              options={PERIODS.map((one) => ({ value: one, label: t("metrics.lastDays", { count: one }) }))}
              onChange={(next) => set({ days: next === PERIODS[0] ? null : next })}
            />
          </>
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
        {() =>
          all.length === 0 ? (
            <EmptyState title={t("metrics.none")} text={t("metrics.noneText")} action={make} />
          ) : (
            <Card flush>
              <MetricTable metrics={found(all, search, tags)} last={last} days={days} />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}
