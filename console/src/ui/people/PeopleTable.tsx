import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { PersonRow } from "@/contract";
import { DataTable } from "../DataTable";
import { Moment, usePropertyName } from "../values";

interface Props extends Omit<TableProps<PersonRow>, "columns" | "dataSource"> {
  people: PersonRow[];
  /** How many person properties to show beside the facts. */
  properties?: number;
  scrollY?: number | string;
  /** Adds sorting to the columns; the page keeps the order in its address. */
  sort?: { by: string; order: "asc" | "desc" };
}

/** A list of people, each a link to the profile. */
export function PeopleTable({ people, properties = 3, sort, ...rest }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const named = usePropertyName();
  const counted = people.some((person) => person.count !== undefined && person.count !== null);
  const names = [...new Set(people.flatMap((person) => Object.keys(person.properties)))].slice(0, properties);
  const sorted = (key: string) =>
    sort
      ? {
          sorter: true,
          key,
          sortOrder:
            sort.by === key ? (sort.order === "asc" ? ("ascend" as const) : ("descend" as const)) : null,
        }
      : { key };
  const columns: NonNullable<TableProps<PersonRow>["columns"]> = [
    {
      title: t("common.person.distinctId"),
      ...sorted("distinct_id"),
      render: (_, person) => (
        <Link
          className="person-link"
          to={paths.person(project.id, person.person_id)}
          title={person.distinct_id}
        >
          {person.distinct_id}
        </Link>
      ),
    },
    ...(counted
      ? [
          {
            title: t("common.person.matching"),
            key: "count",
            align: "right" as const,
            render: (_: unknown, person: PersonRow) => format.exact(person.count),
          },
        ]
      : []),
    {
      title: t("common.person.events"),
      ...sorted("events"),
      align: "right",
      render: (_, person) => format.exact(person.events),
    },
    {
      title: t("common.person.firstSeen"),
      ...sorted("first_seen"),
      render: (_, person) => <Moment at={person.first_seen} />,
    },
    {
      title: t("common.person.lastSeen"),
      ...sorted("last_seen"),
      render: (_, person) => <Moment at={person.last_seen} />,
    },
    ...names.map((name) => ({
      title: named(name),
      key: `property:${name}`,
      ellipsis: true,
      render: (_: unknown, person: PersonRow) => format.value(person.properties[name]),
    })),
  ];
  return <DataTable<PersonRow> rowKey="person_id" columns={columns} dataSource={people} {...rest} />;
}
