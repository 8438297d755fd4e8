import { useQuery } from "@tanstack/react-query";
import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Job } from "@/contract";
import { Card, DataTable, ErrorState, Moment } from "@/ui";
import { importsQuery } from "../queries";

/** Earlier imports; each leads to its result. Checks stored nothing and are not listed. */
export function History() {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const query = useQuery(importsQuery(project.id));
  const imports = query.data?.filter((job) => job.kind !== "dry_run") ?? [];
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (imports.length === 0) return null;
  const columns: TableProps<Job>["columns"] = [
    {
      key: "name",
      title: t("data.import.history.file"),
      className: "property-name",
      render: (_, job) =>
        job.kind === "demo" ? (
          t("common.jobs.kind.demo")
        ) : (
          <Link to={`${paths.import(project.id)}?job=${encodeURIComponent(job.id)}`}>{job.name}</Link>
        ),
    },
    {
      key: "status",
      title: t("data.import.history.status"),
      render: (_, job) => (
        <span className={`job-status job-${job.status}`}>{t(`common.jobs.status.${job.status}`)}</span>
      ),
    },
    {
      key: "loaded",
      title: t("data.import.result.loaded"),
      align: "right",
      render: (_, job) => format.exact(job.result?.loaded),
    },
    {
      key: "duplicates",
      title: t("data.import.result.duplicates"),
      align: "right",
      render: (_, job) => format.exact(job.result?.duplicates),
    },
    {
      key: "bad",
      title: t("data.import.result.bad"),
      align: "right",
      render: (_, job) => format.exact(job.result?.bad),
    },
    {
      key: "at",
      title: t("data.import.history.at"),
      render: (_, job) => <Moment at={job.ended_at ?? job.created_at} />,
    },
  ];
  return (
    <Card flush title={t("data.import.history.title")}>
      <DataTable<Job>
        rowKey="id"
        columns={columns}
        dataSource={imports}
        pagination={imports.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      />
    </Card>
  );
}
