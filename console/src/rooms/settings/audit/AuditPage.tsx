import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMay } from "@/base/access";
import { useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";
import { auditQuery, membersQuery } from "../queries";
import { AuditTable } from "./AuditTable";
import { groupsOf, useActionName } from "./words";
import "../settings.css";

/** Who did what, when: the newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const may = useMay();
  const { get, set } = useUrlState();
  const actionName = useActionName();
  const action = get("action");
  const member = get("member");
  const audit = useInfiniteQuery(auditQuery({ action, member }));
  const members = useQuery({ ...membersQuery, enabled: may("manage_members") });
  const first = audit.data?.pages[0];
  return (
    <Page
      title={t("settings.audit.title")}
      subtitle={
        first
          ? t("settings.audit.subtitle", { count: first.total, shown: format.exact(first.total) })
          : t("settings.audit.question")
      }
      filters={
        <>
          <Select
            className="audit-filter"
            allowClear
            placeholder={t("settings.audit.everything")}
            aria-label={t("settings.audit.filterAction")}
            value={action}
            showSearch={{ optionFilterProp: "label" }}
            onChange={(next) => set({ action: next ?? null })}
            options={groupsOf(first?.actions ?? []).flatMap(({ group, actions }) => [
              {
                value: group,
                label: t("settings.audit.allOf", { group: t(`settings.audit.group.${group}`) }),
              },
              ...actions.map((one) => ({ value: one, label: actionName(one) })),
            ])}
          />
          <Select
            className="audit-filter"
            allowClear
            placeholder={t("settings.audit.everybody")}
            aria-label={t("settings.audit.filterMember")}
            value={member}
            showSearch={{ optionFilterProp: "label" }}
            onChange={(next) => set({ member: next ?? null })}
            options={[
              ...(members.data?.members ?? []).map((one) => ({ value: one.id, label: one.name })),
              { value: "terminal", label: t("settings.terminal") },
            ]}
          />
        </>
      }
    >
      <QueryView query={audit} skeleton={<ListSkeleton />}>
        {(data) => {
          const entries = data.pages.flatMap((page) => page.entries);
          if (entries.length === 0)
            return <EmptyState title={t("settings.audit.none")} text={t("settings.audit.noneText")} />;
          return (
            <Card flush>
              <AuditTable entries={entries} />
              {audit.hasNextPage && (
                <div className="audit-more">
                  <Button loading={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
                    {t("settings.audit.more")}
                  </Button>
                </div>
              )}
            </Card>
          );
        }}
      </QueryView>
    </Page>
  );
}
