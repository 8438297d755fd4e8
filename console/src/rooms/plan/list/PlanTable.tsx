import { Button, Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { DataTable, Figure, useEventName } from "@/ui";
import { described, type PlanRow } from "../model";
import { AdoptButton } from "./AdoptButton";
import { LearnedMark, ModeMark, StatusMark } from "./marks";

interface Props {
  rows: PlanRow[];
  /** Whether it is known yet what was not as planned. */
  told: boolean;
  onOpen: (row: PlanRow) => void;
}

/** The plan: an event a line, what is planned of people first. On a phone each stands in one cell. */
export function PlanTable({ rows, told, onOpen }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = useEventName();
  const wide = Grid.useBreakpoint().md ?? true;

  const title = (row: PlanRow) => (row.event ? named(row.name) : t("plan.people"));
  const name = (row: PlanRow) => (
    <div className="plan-name">
      <span>
        <Button type="link" title={row.name} onClick={() => onOpen(row)}>
          {title(row)}
        </Button>
        {row.event?.learned && <LearnedMark />}
      </span>
      <small>{row.event ? described(row.event.description, format.locale) : t("plan.peopleText")}</small>
    </div>
  );
  const properties = (row: PlanRow) => (
    <Figure
      onOpen={() => onOpen(row)}
      label={t("plan.openProperties", { name: title(row), shown: format.exact(row.properties.length) })}
    >
      {format.exact(row.properties.length)}
    </Figure>
  );
  const problems = (row: PlanRow) =>
    row.problems > 0 ? (
      <Figure
        hint={t("plan.problemsText")}
        onOpen={() => onOpen(row)}
        label={t("plan.openProblems", { name: title(row), shown: format.exact(row.problems) })}
      >
        <span className="plan-problems">{format.exact(row.problems)}</span>
      </Figure>
    ) : (
      <span className="plan-quiet">{told ? format.exact(0) : "…"}</span>
    );

  const columns: TableProps<PlanRow>["columns"] = wide
    ? [
        { key: "name", title: t("plan.column.name"), render: (_, row) => name(row) },
        {
          key: "status",
          title: t("plan.column.status"),
          render: (_, { event }) => event && <StatusMark status={event.status} />,
        },
        {
          key: "mode",
          title: t("plan.column.mode"),
          render: (_, { event }) => event && <ModeMark mode={event.mode} />,
        },
        {
          key: "owner",
          title: t("plan.column.owner"),
          render: (_, { event }) => event?.owner || <span className="plan-quiet">–</span>,
        },
        {
          key: "properties",
          title: t("plan.column.properties"),
          align: "right",
          render: (_, row) => properties(row),
        },
        {
          key: "problems",
          title: <span title={t("plan.problemsText")}>{t("plan.column.problems")}</span>,
          align: "right",
          render: (_, row) => problems(row),
        },
        {
          key: "adopt",
          title: <span className="sr-only">{t("plan.adopt.one")}</span>,
          align: "right",
          render: (_, row) => <AdoptButton rows={[row]} name={title(row)} />,
        },
      ]
    : [
        {
          key: "all",
          render: (_, row) => (
            <div className="plan-cell">
              {name(row)}
              <div>
                {row.event && <StatusMark status={row.event.status} />}
                {row.event && <ModeMark mode={row.event.mode} />}
                <span>
                  {t("plan.column.properties")} {properties(row)}
                </span>
                <span>
                  {t("plan.column.problems")} {problems(row)}
                </span>
                <AdoptButton rows={[row]} name={title(row)} />
              </div>
            </div>
          ),
        },
      ];
  return (
    <DataTable<PlanRow>
      rowKey={(row) => (row.event ? `event:${row.name}` : "people")}
      columns={columns}
      showHeader={wide}
      dataSource={rows}
      pagination={rows.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
      locale={{ emptyText: t("plan.none") }}
      scroll={wide ? { x: "max-content" } : {}}
    />
  );
}
