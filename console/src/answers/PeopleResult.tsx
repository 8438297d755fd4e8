import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { columnName, listedPeople } from "@/base/question";
import { paths } from "@/base/url";
import type { PeopleList, PersonColumn } from "@/contract";
import { DataTable } from "@/ui";
import { Moved } from "./Moved";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const FIGURES: readonly PersonColumn["measure"][] = ["events", "days", "sum", "days_since"];

/** Who matches, with the computed columns. It has no picture: the list is the answer. */
export default function PeopleResult({ question, answer, format, onOpen, onParts }: ResultProps<PeopleList>) {
  const { t } = useTranslation();
  const project = useProject();
  const rows = listedPeople(answer);
  const { columns = [] } = question;
  // The computed columns stand between who it is and the address, in the order of the question.
  const computed = answer.columns
    .map((column) => column.name)
    .filter((name) => !["person_id", "distinct_id", "address"].includes(name));
  const write = (column: PersonColumn | undefined, value: unknown) =>
    column && FIGURES.includes(column.measure) ? format.exact(value as number | null) : format.value(value);
  useParts(
    onParts,
    () => ({
      header: ["distinct_id", ...computed],
      rows: rows.map((row) => [row.distinct_id, ...computed.map((name) => format.value(row[name]))]),
    }),
    null,
  );
  const total = answer.totals as { people?: number; address?: string };
  const before = answer.before?.totals as typeof total | undefined;
  return (
    <>
      <p className="people-total">
        {total.address ? (
          <button
            type="button"
            className="figure-door"
            onClick={() => onOpen(total.address ?? "", t("kinds.people.name"), total.people)}
          >
            {t("common.people.total", { count: total.people ?? 0, shown: format.exact(total.people) })}
          </button>
        ) : null}
        {before && <Moved value={total.people} before={before.people} counts />}
      </p>
      <DataTable
        rowKey="person_id"
        dataSource={rows}
        scrollY="min(60vh, 640px)"
        columns={[
          {
            title: t("common.person.distinctId"),
            key: "distinct_id",
            render: (_, row) => (
              <Link className="person-link" to={paths.person(project.id, row.person_id)}>
                {row.distinct_id}
              </Link>
            ),
          },
          ...computed.map((name, index) => {
            const column = columns[index];
            const figure = column !== undefined && FIGURES.includes(column.measure);
            return {
              title: column ? columnName(column, t) : name,
              key: name,
              ...(figure ? { align: "right" as const } : {}),
              render: (_: unknown, row: (typeof rows)[number]) => write(column, row[name]),
            };
          }),
        ]}
      />
    </>
  );
}
