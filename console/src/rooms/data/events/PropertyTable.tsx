import { useQuery } from "@tanstack/react-query";
import { Skeleton, type TableProps } from "antd";
import { useTranslation } from "react-i18next";
import { valuesQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { PropertySummary } from "@/contract";
import { DataTable, QueryView, ScopeMark, TypeMark, usePropertyName, ValueBars } from "@/ui";
import { propertyRows } from "./rows";

interface Props {
  properties: PropertySummary[];
  search: string;
}

const TOP = 10;

/** Every property of events and of people; a row opens to its most frequent values. */
export function PropertyTable({ properties, search }: Props) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const columns: TableProps<PropertySummary>["columns"] = [
    {
      key: "name",
      title: t("data.property.name"),
      className: "property-name",
      render: (_, one) => <span title={one.name}>{named(one.name)}</span>,
    },
    { key: "scope", title: t("data.property.scope"), render: (_, one) => <ScopeMark scope={one.scope} /> },
    {
      key: "type",
      title: t("data.property.type"),
      width: "40%",
      render: (_, one) => <TypeMark type={one.type} mixed={one.mixed} />,
    },
  ];
  return (
    <DataTable<PropertySummary>
      rowKey={(one) => `${one.scope}:${one.name}`}
      columns={columns}
      dataSource={propertyRows(properties, search, named)}
      pagination={properties.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
      locale={{ emptyText: t("data.property.noMatch", { search }) }}
      expandable={{
        expandRowByClick: true,
        expandedRowRender: (one) => <TopValues property={one} />,
      }}
    />
  );
}

function TopValues({ property }: { property: PropertySummary }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const values = useQuery(valuesQuery(project.id, property.name, property.scope, ""));
  return (
    <div className="top-values">
      <QueryView
        query={values}
        skeleton={<Skeleton active title={false} paragraph={{ rows: 3, width: ["60%", "45%", "30%"] }} />}
      >
        {(found) =>
          found.length === 0 ? (
            <p>{t("data.property.noValues")}</p>
          ) : (
            <ValueBars
              bars={found.slice(0, TOP).map((one) => ({
                key: String(one.value),
                label: format.value(one.value),
                count: one.count,
              }))}
            />
          )
        }
      </QueryView>
    </div>
  );
}
