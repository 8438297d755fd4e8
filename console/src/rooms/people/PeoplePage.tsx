import { useQuery } from "@tanstack/react-query";
import { Pagination } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { FoundPeople } from "@/contract";
import { Card, EmptyState, Page, PeopleTable, QueryView, SearchBox, TwoDoors } from "@/ui";
import { tellingProperties, withProperties } from "./list/columns";
import { IndexState } from "./list/IndexState";
import { orderOf, pageOf, sortOf } from "./list/order";
import { TableSkeleton } from "./list/TableSkeleton";
import { PAGE, peopleQuery } from "./queries";
import "./people.css";

const PROPERTIES = 4;

/** Find a person: by id or property, in the order one wants. */
export function PeoplePage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const search = get("search") ?? "";
  const sort = sortOf(get("sort"));
  const order = orderOf(get("order"));
  const page = pageOf(get("page"));
  const query = useQuery(peopleQuery(project.id, search, sort, order, page));
  const empty = query.data?.total === 0 && search === "" && !query.isPlaceholderData;

  return (
    <Page
      title={t("people.title")}
      subtitle={
        query.data && !empty
          ? t(search ? "people.found" : "people.total", {
              count: query.data.total,
              shown: format.exact(query.data.total),
            })
          : " "
      }
      filters={
        empty ? undefined : (
          <SearchBox
            value={search}
            label={t("people.search")}
            onChange={(next) => set({ search: next, page: null }, { replace: true })}
          />
        )
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(data: FoundPeople) => {
          if (empty)
            return (
              <>
                <EmptyState title={t("people.empty.title")} text={t("people.empty.text")} />
                <div className="people-doors">
                  <TwoDoors onImport={() => navigate(paths.import(project.id))} />
                </div>
              </>
            );
          const names = tellingProperties(data.people, PROPERTIES);
          return (
            <Card flush>
              <IndexState index={data.index} />
              <PeopleTable
                people={withProperties(data.people, names)}
                properties={PROPERTIES}
                sort={{ by: sort, order }}
                locale={{ emptyText: t("people.none", { search }) }}
                onChange={(_, __, sorter) => {
                  const next = Array.isArray(sorter) ? sorter[0] : sorter;
                  set(
                    next?.order
                      ? {
                          sort: sortOf(String(next.columnKey)),
                          order: next.order === "ascend" ? "asc" : "desc",
                          page: null,
                        }
                      : { sort: null, order: null, page: null },
                  );
                }}
              />
              {data.total > PAGE && (
                <Pagination
                  className="people-pager"
                  current={page}
                  pageSize={PAGE}
                  total={data.total}
                  showSizeChanger={false}
                  responsive
                  onChange={(next) => {
                    set({ page: next === 1 ? null : next });
                    window.scrollTo({ top: 0 });
                  }}
                />
              )}
            </Card>
          );
        }}
      </QueryView>
    </Page>
  );
}
