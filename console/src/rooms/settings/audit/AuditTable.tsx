import { Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { AuditEntry } from "@/contract";
import { DataTable } from "@/ui";
import { useActionName, useDetails } from "./words";

/** Entries as sentences: when, who, what, of what. */
export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const actionName = useActionName();
  const wide = Grid.useBreakpoint().md ?? true;
  const who = (entry: AuditEntry) => entry.member ?? t("settings.terminal");
  const columns: TableProps<AuditEntry>["columns"] = wide
    ? [
        { key: "at", title: t("settings.audit.at"), render: (_, entry) => format.moment(entry.at) },
        { key: "who", title: t("settings.audit.who"), render: (_, entry) => who(entry) },
        { key: "what", title: t("settings.audit.what"), render: (_, entry) => actionName(entry.action) },
        {
          key: "subject",
          title: t("settings.audit.subject"),
          render: (_, entry) => <Subject entry={entry} />,
        },
        { key: "project", title: t("settings.audit.project"), render: (_, entry) => entry.project ?? "–" },
        {
          key: "details",
          title: t("settings.audit.details"),
          render: (_, entry) => <Details entry={entry} />,
        },
      ]
    : [
        {
          key: "all",
          render: (_, entry) => (
            <div className="audit-cell">
              <small>
                {[format.moment(entry.at), who(entry), entry.project].filter(Boolean).join(" · ")}
              </small>
              <span>
                {actionName(entry.action)} <Subject entry={entry} />
              </span>
              <Details entry={entry} />
            </div>
          ),
        },
      ];
  return (
    <DataTable<AuditEntry>
      rowKey="id"
      columns={columns}
      showHeader={wide}
      dataSource={entries}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}

/** What it was done to; a person of this project is a link, whom nobody is to read here is not written out. */
function Subject({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const project = useProject();
  if (entry.action === "person.unmask" && entry.project === project.name) {
    return (
      <Link to={paths.person(project.id, Number(entry.subject))}>
        {t("settings.audit.person", { number: entry.subject })}
      </Link>
    );
  }
  // A project stands in its own column.
  if (entry.subject.startsWith("prj_")) return null;
  if (/^[0-9a-f]{64}$/.test(entry.subject)) return <>{t("settings.audit.hidden")}</>;
  return <span className="audit-subject">{entry.subject}</span>;
}

function Details({ entry }: { entry: AuditEntry }) {
  const details = useDetails()(entry);
  return (
    <span className="audit-details">
      {details.map((one) => (
        <span key={one.name}>
          <small>{one.name}</small> {one.value}
        </span>
      ))}
    </span>
  );
}
