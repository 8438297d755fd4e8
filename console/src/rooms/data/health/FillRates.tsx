import { useQuery } from "@tanstack/react-query";
import { Skeleton, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { FillRate } from "@/contract";
import { Card, DataTable, QueryView, useEventName, usePropertyName } from "@/ui";
import { fillRatesQuery } from "../stream/queries";
import { points } from "./overall";

/** Properties that events bring much more or less often than the week before. */
export function FillRates() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const eventNamed = useEventName();
  const rates = useQuery(fillRatesQuery(project.id));
  const columns: TableProps<FillRate>["columns"] = [
    {
      key: "event",
      title: t("health.fill.event"),
      render: (_, one) => (
        <Link to={paths.event(project.id, one.event)} title={one.event}>
          {eventNamed(one.event)}
        </Link>
      ),
    },
    {
      key: "property",
      title: t("health.fill.property"),
      render: (_, one) => <span title={one.property}>{named(one.property)}</span>,
    },
    {
      key: "before",
      title: t("health.fill.before"),
      align: "right",
      render: (_, one) => format.rate(one.before),
    },
    {
      key: "lately",
      title: t("health.fill.lately"),
      align: "right",
      render: (_, one) => format.rate(one.lately),
    },
    {
      key: "change",
      title: t("health.fill.change"),
      align: "right",
      render: (_, one) => t("health.fill.points", { value: points(one.lately, one.before) }),
    },
    {
      key: "events",
      title: t("health.fill.events"),
      align: "right",
      render: (_, one) => format.exact(one.events),
    },
  ];
  return (
    <Card
      flush
      title={t("health.fill.title")}
      extra={<small className="health-note">{t("health.fill.text")}</small>}
    >
      <QueryView
        query={rates}
        skeleton={
          <div className="table-skeleton">
            <Skeleton active title={false} paragraph={{ rows: 1, width: "60%" }} />
          </div>
        }
      >
        {(found) => (
          <DataTable<FillRate>
            rowKey={(one) => `${one.event} ${one.property}`}
            columns={columns}
            dataSource={found}
            locale={{ emptyText: t("health.fill.none") }}
            {...(found.length === 0 ? { showHeader: false, scroll: {} } : {})}
          />
        )}
      </QueryView>
    </Card>
  );
}
