import { Button, Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Merge } from "@/contract";
import { DataTable, Moment, useAllowed } from "@/ui";
import { inForce, outcomeOf } from "./words";

interface Props {
  entries: Merge[];
  none: string;
  onUndo: (number: number) => void;
  more?: { busy: boolean; load: () => void } | undefined;
}

/** Entries of the list of merges, the newest first. On a phone each stands in one cell. */
export function MergeTable({ entries, none, onUndo, more }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const kept = useAllowed()("change_people");
  const wide = Grid.useBreakpoint().md ?? true;

  const ids = (entry: Merge) => (
    <span className="merge-ids">
      <code>{entry.from_id || t("people.merges.erased")}</code>
      <span>{t(entry.kind === "merge" ? "people.merges.into" : "people.merges.and")}</span>
      <Link to={paths.person(project.id, entry.person_id)}>
        <code>{entry.into_id || t("people.merges.erased")}</code>
      </Link>
    </span>
  );
  const outcome = (entry: Merge) => {
    const what = outcomeOf(entry);
    return <span className={`merge-outcome merge-${what}`}>{t(`people.merges.outcome.${what}`)}</span>;
  };
  const why = (entry: Merge) => (
    <span title={entry.reason}>
      {t(`people.merges.reason.${entry.reason}`, { defaultValue: entry.reason })}
    </span>
  );
  const act = (entry: Merge) =>
    inForce(entry) && (
      <Button
        size="small"
        aria-label={t("people.merges.undoNamed", { from: entry.from_id, into: entry.into_id })}
        onClick={() => onUndo(entry.number)}
        {...kept}
      >
        {t("people.merges.undo")}
      </Button>
    );

  const columns: TableProps<Merge>["columns"] = wide
    ? [
        { key: "ids", title: t("people.merges.column.ids"), render: (_, entry) => ids(entry) },
        { key: "outcome", title: t("people.merges.column.outcome"), render: (_, entry) => outcome(entry) },
        { key: "why", title: t("people.merges.column.why"), render: (_, entry) => why(entry) },
        { key: "source", title: t("people.merges.column.source"), render: (_, entry) => entry.source },
        { key: "at", title: t("people.merges.column.at"), render: (_, entry) => <Moment at={entry.at} /> },
        {
          key: "act",
          title: <span className="sr-only">{t("people.merges.undo")}</span>,
          align: "right",
          render: (_, entry) => act(entry),
        },
      ]
    : [
        {
          key: "all",
          render: (_, entry) => (
            <div className="merge-cell">
              <div>
                {ids(entry)}
                {outcome(entry)}
              </div>
              <div>
                <small>
                  {why(entry)} · {entry.source} · <Moment at={entry.at} />
                </small>
                {act(entry)}
              </div>
            </div>
          ),
        },
      ];
  return (
    <>
      <DataTable<Merge>
        rowKey="number"
        columns={columns}
        showHeader={wide}
        dataSource={entries}
        locale={{ emptyText: none }}
        scroll={wide ? { x: "max-content" } : {}}
      />
      {more && (
        <Button className="merge-more" type="text" loading={more.busy} onClick={more.load}>
          {t("people.merges.more")}
        </Button>
      )}
    </>
  );
}
