import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, useAllowed, useEventName } from "@/ui";
import { PlanDrawer } from "./drawer/PlanDrawer";
import { ExportMenu } from "./ExportMenu";
import { ImportDrawer } from "./import/ImportDrawer";
import { AdoptAll } from "./list/AdoptAll";
import { EmptyPicture } from "./list/EmptyPicture";
import { PlanFilters } from "./list/PlanFilters";
import { PlanSkeleton } from "./list/PlanSkeleton";
import { PlanTable } from "./list/PlanTable";
import { filtered, planRows, shownOf, statusOf } from "./model";
import { planQuery, remarksQuery } from "./queries";
import "./plan.css";

const NEW = "new";
const IMPORT = "import";

/** What should be sent: every event with its properties, and how far what arrives keeps to it. */
export function PlanPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = useEventName();
  const kept = useAllowed()("change_plan");
  const { get, set } = useUrlState();
  const plan = useQuery(planQuery(project.id));
  const remarks = useQuery(remarksQuery(project.id));
  const open = get("open");
  const rows = plan.data ? planRows(plan.data, remarks.data ?? []) : [];
  const empty = plan.data?.events.length === 0 && plan.data.properties.length === 0;
  const filters = {
    search: get("search") ?? "",
    status: statusOf(get("status")),
    shown: shownOf(get("show")),
  };
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={() => set({ open: NEW })}
      {...kept}
    >
      {t("plan.add")}
    </Button>
  );
  const bring = (
    <Button onClick={() => set({ open: IMPORT })} {...kept}>
      {t("plan.import.open")}
    </Button>
  );

  return (
    <Page
      title={t("plan.title")}
      subtitle={
        plan.data && !empty
          ? t("plan.subtitle", {
              count: plan.data.events.length,
              shown: format.exact(plan.data.events.length),
              enforced: format.exact(plan.data.events.filter((one) => one.mode === "enforce").length),
            })
          : t("plan.question")
      }
      actions={
        plan.data && !empty ? (
          <>
            <Link className="plan-beside" to={paths.events(project.id)}>
              {t("plan.toEvents")}
            </Link>
            <ExportMenu />
            {bring}
            {add}
          </>
        ) : undefined
      }
      filters={plan.data && !empty ? <PlanFilters rows={rows} filters={filters} /> : undefined}
    >
      <QueryView query={plan} skeleton={<PlanSkeleton />}>
        {() =>
          empty ? (
            <EmptyState
              title={t("plan.empty.title")}
              text={t("plan.empty.text")}
              art={<EmptyPicture />}
              action={
                <>
                  <Button type="primary" onClick={() => set({ open: IMPORT })} {...kept}>
                    {t("plan.import.open")}
                  </Button>
                  <Button onClick={() => set({ open: NEW })} {...kept}>
                    {t("plan.add")}
                  </Button>
                </>
              }
            />
          ) : (
            <>
              <AdoptAll rows={rows} />
              <Card flush>
                <PlanTable
                  rows={filtered(rows, filters, named)}
                  told={remarks.data !== undefined}
                  onOpen={(row) => set({ open: row.event ? `event:${row.name}` : "people" })}
                />
              </Card>
              <p className="plan-modes">{t("plan.modes")}</p>
            </>
          )
        }
      </QueryView>
      <PlanDrawer
        open={open !== IMPORT ? open : null}
        rows={rows}
        ready={plan.data !== undefined}
        onClose={() => set({ open: null })}
        onMade={(name) => set({ open: `event:${name}` }, { replace: true })}
      />
      <ImportDrawer open={open === IMPORT} onClose={() => set({ open: null })} />
    </Page>
  );
}
