import type { TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Sample } from "@/contract";
import { DataTable, Moment, PropertyChips } from "@/ui";

/** The latest events of one name, as they were stored. */
export function SamplesTable({ samples }: { samples: Sample[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const columns: TableProps<Sample>["columns"] = [
    {
      key: "time",
      title: t("data.event.time"),
      className: "sample-time",
      width: 176,
      render: (_, one) => <Moment at={one.time} />,
    },
    {
      key: "person",
      width: 200,
      title: t("data.event.person"),
      render: (_, one) => (
        <Link className="person-link" to={paths.person(project.id, one.person_id)}>
          {one.distinct_id}
        </Link>
      ),
    },
    {
      key: "properties",
      title: t("data.event.properties"),
      render: (_, one) => <PropertyChips properties={one.properties} limit={8} />,
    },
  ];
  return (
    <DataTable<Sample>
      rowKey="event_id"
      columns={columns}
      dataSource={samples}
      scroll={{ x: 760 }}
      locale={{ emptyText: t("data.event.noSamples") }}
    />
  );
}
