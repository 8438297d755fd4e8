import { Grid, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Sample } from "@/contract";
import { DataTable, Moment, PropertyChips } from "@/ui";

/** The latest events of one name, as they were stored. On a phone each stands in one cell. */
export function SamplesTable({ samples }: { samples: Sample[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const wide = Grid.useBreakpoint().md ?? true;
  const person = (one: Sample) => (
    <Link className="person-link" to={paths.person(project.id, one.person_id)} title={one.distinct_id}>
      {one.distinct_id}
    </Link>
  );
  const columns: TableProps<Sample>["columns"] = wide
    ? [
        {
          key: "time",
          title: t("data.event.time"),
          className: "sample-time",
          width: 176,
          render: (_, one) => <Moment at={one.time} />,
        },
        { key: "person", title: t("data.event.person"), width: 200, render: (_, one) => person(one) },
        {
          key: "properties",
          title: t("data.event.properties"),
          render: (_, one) => <PropertyChips properties={one.properties} limit={8} />,
        },
      ]
    : [
        {
          key: "all",
          title: t("data.event.time"),
          render: (_, one) => (
            <div className="sample-all">
              <span>
                <Moment at={one.time} /> {person(one)}
              </span>
              <PropertyChips properties={one.properties} limit={4} />
            </div>
          ),
        },
      ];
  return (
    <DataTable<Sample>
      rowKey="event_id"
      columns={columns}
      dataSource={samples}
      showHeader={wide}
      scroll={wide ? { x: 760 } : {}}
      locale={{ emptyText: t("data.event.noSamples") }}
    />
  );
}
