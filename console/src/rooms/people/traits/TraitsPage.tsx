import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, SearchBox, useMay } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { TraitTable } from "./list/TraitTable";
import { traitsQuery } from "./queries";
import "./traits.css";

/** What is computed of each person, defined once and used everywhere. */
export function TraitsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const may = useMay()("change_definitions");
  const deleted = get("deleted") !== null;
  const search = get("search") ?? "";
  const query = useQuery(traitsQuery(project.id, deleted));
  const wanted = search.trim().toLowerCase();
  const found = (query.data ?? []).filter((one) =>
    `${one.name} ${one.description}`.toLowerCase().includes(wanted),
  );
  const none = query.data?.length === 0 && !deleted;
  const make = (
    <Link to={paths.newTrait(project.id)}>
      <Button type="primary" tabIndex={-1} icon={<PlusOutlined aria-hidden="true" />}>
        {t("traits.new")}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t("traits.title")}
      subtitle={
        query.data && !deleted && !none
          ? t("traits.count", { count: query.data.length, shown: format.exact(query.data.length) })
          : t("traits.subtitle")
      }
      actions={may && !none && make}
      filters={
        <>
          <SearchBox
            wait={0}
            value={search}
            label={t("traits.search")}
            onChange={(next) => set({ search: next }, { replace: true })}
          />
          <Segmented
            value={deleted ? "deleted" : "there"}
            options={[
              { value: "there", label: t("traits.there") },
              { value: "deleted", label: t("traits.deleted") },
            ]}
            onChange={(next) => set({ deleted: next === "deleted" ? 1 : null })}
          />
        </>
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(all) =>
          none ? (
            <EmptyState
              title={t("traits.none")}
              text={t(may ? "traits.noneText" : "traits.noneAsk")}
              action={may && make}
            />
          ) : (
            <Card flush>
              <TraitTable
                traits={found}
                deleted={deleted}
                may={may}
                empty={t(all.length === 0 ? "traits.noneDeleted" : "traits.notFound")}
              />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}
