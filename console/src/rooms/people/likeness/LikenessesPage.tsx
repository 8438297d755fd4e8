import { ClusterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Segmented, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { KeptLikeness } from "@/contract";
import {
  Card,
  DataTable,
  EmptyState,
  Moment,
  Page,
  QueryView,
  useErrorText,
  useMay,
  usePropertyName,
} from "@/ui";
import { TableSkeleton } from "../list/TableSkeleton";
import { likenessesQuery, useLikeness } from "./queries";
import "./likeness.css";

/** Groups by likeness that were kept. */
export function LikenessesPage() {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const may = useMay()("change_definitions");
  const deleted = get("deleted") !== null;
  const query = useQuery(likenessesQuery(project.id, deleted));
  const none = query.data?.length === 0 && !deleted;
  const find = (
    <Link to={paths.newLikeness(project.id)}>
      <Button type="primary" tabIndex={-1} icon={<ClusterOutlined aria-hidden="true" />}>
        {t("likeness.form.find")}
      </Button>
    </Link>
  );
  return (
    <Page
      title={t("likeness.title")}
      subtitle={t("likeness.subtitle")}
      actions={!none && find}
      filters={
        <Segmented
          value={deleted ? "deleted" : "there"}
          options={[
            { value: "there", label: t("likeness.there") },
            { value: "deleted", label: t("likeness.deleted") },
          ]}
          onChange={(next) => set({ deleted: next === "deleted" ? 1 : null })}
        />
      }
    >
      <QueryView query={query} skeleton={<TableSkeleton />}>
        {(kept) =>
          none ? (
            <EmptyState title={t("likeness.none")} text={t("likeness.noneText")} action={find} />
          ) : (
            <Card flush>
              <Kept kept={kept} deleted={deleted} may={may} />
            </Card>
          )
        }
      </QueryView>
    </Page>
  );
}

function Kept({ kept, deleted, may }: { kept: KeptLikeness[]; deleted: boolean; may: boolean }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const tongue = format.locale === "zh-CN" ? "zh" : "en";
  const columns: TableColumnsType<KeptLikeness> = [
    {
      title: t("likeness.name"),
      key: "name",
      render: (_, one) =>
        deleted ? <b>{one.name}</b> : <Link to={paths.likeness(project.id, one.id)}>{one.name}</Link>,
    },
    {
      title: t("likeness.groups"),
      key: "groups",
      render: (_, one) => (
        <span className="like-list">
          {one.likeness.groups.map((group) => group.names[tongue]).join(" · ")}
        </span>
      ),
    },
    {
      title: t("likeness.by"),
      key: "by",
      render: (_, one) => (
        <span className="like-list">
          {one.likeness.features.map((feature) => named(feature.property)).join(t("rule.comma"))}
        </span>
      ),
    },
    { title: t("likeness.madeBy"), key: "madeBy", render: (_, one) => one.created_by ?? "–" },
    { title: t("likeness.madeAt"), key: "madeAt", render: (_, one) => <Moment at={one.created_at} /> },
    ...(deleted && may
      ? [
          {
            title: "",
            key: "actions",
            align: "right" as const,
            render: (_: unknown, one: KeptLikeness) => <Restore one={one} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable<KeptLikeness>
      columns={columns}
      dataSource={kept}
      rowKey="id"
      locale={{ emptyText: t("likeness.noneDeleted") }}
    />
  );
}

function Restore({ one }: { one: KeptLikeness }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { restore } = useLikeness();
  return (
    <Button
      size="small"
      loading={restore.isPending}
      aria-label={t("likeness.restoreOne", { name: one.name })}
      onClick={() =>
        // The row goes with the list that is asked anew; callbacks given to mutate() would go with it.
        restore.mutateAsync(one.id).then(
          () => void message.success(t("likeness.restored", { name: one.name })),
          (error) => void message.error(errorText(error)),
        )
      }
    >
      {t("likeness.restore")}
    </Button>
  );
}
