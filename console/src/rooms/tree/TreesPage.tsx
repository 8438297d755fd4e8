import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { treeReadQuery, treesQuery } from "@/base/api";
import { inTongue, lastDays, useLastDay } from "@/base/metrics";
import { useProject, useProjectFormat } from "@/base/project";
import { rangeFromText, rangeToText } from "@/base/range";
import { useUrlState } from "@/base/url";
import type { Range } from "@/contract";
import { EmptyState, Page, QueryView, RangePicker, useMay } from "@/ui";
import { Canvas } from "./Canvas";
import { Templates } from "./Templates";
import "./tree.css";

const WEEK = 7;

/** Metric trees: a figure taken apart, and which part moved it. */
export function TreesPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { locale } = useProjectFormat();
  const may = useMay()("change_definitions");
  const { get, set } = useUrlState();
  const query = useQuery(treesQuery(project.id));
  const last = useLastDay();
  const period: Range | null = rangeFromText(get("range")) ?? (last ? lastDays(last, WEEK) : null);
  const all = query.data ?? [];
  const adding = get("new") === "yes";
  const shown = adding ? undefined : (all.find((one) => one.key === get("show")) ?? all[0]);
  return (
    <Page
      title={t("tree.title")}
      subtitle={t("tree.subtitle")}
      actions={
        may &&
        shown && (
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => set({ new: "yes", show: null })}
          >
            {t("tree.new")}
          </Button>
        )
      }
      filters={
        all.length > 0 && (
          <>
            <Select
              popupMatchSelectWidth={false}
              aria-label={t("tree.which")}
              placeholder={t("tree.which")}
              value={shown?.key ?? null}
              options={all.map((one) => ({ value: one.key, label: inTongue(one.tree.name, locale) }))}
              onChange={(key: string) => set({ show: key, new: null })}
            />
            {period && shown && (
              <RangePicker value={period} onChange={(range) => set({ range: rangeToText(range) })} />
            )}
          </>
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
        {() => (
          <>
            {all.length === 0 && <EmptyState title={t("tree.empty")} text={t("tree.emptyText")} />}
            {!shown && (
              <Templates taken={all.map((one) => one.key)} onMade={(key) => set({ show: key, new: null })} />
            )}
            {shown && period && <Read tree={shown.key} period={period} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Read({ tree, period }: { tree: string; period: Range }) {
  const project = useProject();
  const query = useQuery(treeReadQuery(project.id, tree, period));
  return (
    <QueryView query={query} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
      {(read) => <Canvas read={read} dimmed={query.isPlaceholderData} />}
    </QueryView>
  );
}
