import { useInfiniteQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, SearchBox } from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { EmptyPicture } from "./EmptyPicture";
import { MergeTable } from "./MergeTable";
import { mergesQuery } from "./queries";
import { UndoDrawer } from "./UndoDrawer";
import { KINDS, kindOf } from "./words";
import "../people.css";
import "./merges.css";

/** Which ids were found to be one person, by whom and why; and which were not. */
export function MergesPage() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { get, set } = useUrlState();
  const kind = kindOf(get("kind"));
  const search = get("search") ?? "";
  const merges = useInfiniteQuery(mergesQuery(project.id, { kind, search }));
  const total = merges.data?.pages[0]?.total ?? 0;
  const filtered = kind !== null || search !== "";
  const empty = merges.data !== undefined && total === 0 && !filtered && !merges.isPlaceholderData;

  return (
    <Page
      title={t("people.merges.title")}
      subtitle={
        merges.data && !empty
          ? t("people.merges.subtitle", { count: total, shown: format.exact(total) })
          : t("people.merges.question")
      }
      filters={
        empty ? undefined : (
          <>
            <Segmented
              value={kind ?? "all"}
              aria-label={t("people.merges.show")}
              onChange={(next) => set({ kind: next === "all" ? null : next })}
              options={[
                { value: "all", label: t("common.all") },
                ...KINDS.map((one) => ({ value: one, label: t(`people.merges.kind.${one}`) })),
              ]}
            />
            <SearchBox
              value={search}
              label={t("people.merges.search")}
              onChange={(next) => set({ search: next }, { replace: true })}
            />
          </>
        )
      }
    >
      <QueryView query={merges} skeleton={<TableSkeleton />}>
        {(data) =>
          empty ? (
            <EmptyState
              title={t("people.merges.empty.title")}
              text={t("people.merges.empty.text")}
              art={<EmptyPicture />}
            />
          ) : (
            <Card flush>
              <MergeTable
                entries={data.pages.flatMap((page) => page.merges)}
                none={t("people.merges.none")}
                onUndo={(number) => set({ undo: number })}
                more={
                  merges.hasNextPage
                    ? { busy: merges.isFetchingNextPage, load: () => merges.fetchNextPage() }
                    : undefined
                }
              />
            </Card>
          )
        }
      </QueryView>
      <UndoDrawer number={get("undo")} onClose={() => set({ undo: null })} />
    </Page>
  );
}
