import { useQuery } from "@tanstack/react-query";
import { Select, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { useDark } from "@/base/theme";
import { useUrlState } from "@/base/url";
import { Matrix, type MatrixModel } from "@/charts";
import type { DefinedLayers, LayersCross, Question } from "@/contract";
import { Card, QueryView, usePeopleBehind } from "@/ui";
import { crossQuery } from "../queries";
import { useLayersName, useNames } from "../words";

interface Props {
  layers: DefinedLayers;
  others: readonly DefinedLayers[];
  at: string;
  format: Format;
}

/** Two definitions in one table: the two sides of a market, or a ladder and a stage. */
export function Cross({ layers, others, at, format }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useLayersName();
  const names = useNames();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const { get, set } = useUrlState();
  const other =
    others.find((one) => one.property === get("with")) ??
    others.find((one) => one.kind === "ladder") ??
    others[0];
  const query = useQuery({
    ...crossQuery(project.id, layers.property, other?.property ?? "", at),
    enabled: other !== undefined,
  });
  if (!other) return null;
  return (
    <Card
      title={t("layers.cross.title", { one: named(layers), other: named(other) })}
      extra={
        others.length > 1 && (
          <Select
            popupMatchSelectWidth={false}
            aria-label={t("layers.cross.with")}
            value={other.property}
            options={others.map((one) => ({ value: one.property, label: named(one) }))}
            onChange={(property) => set({ with: property })}
          />
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 6 }} />}>
        {(data) => (
          <Matrix
            model={tableOf(data, format, names)}
            dark={dark}
            description={t("layers.cross.title", { one: named(data.row), other: named(data.column) })}
            onOpen={(door, row, column) => {
              const cell = data.cells.find((one) => one.row === row && one.column === column);
              if (door.address && cell)
                open({
                  question: cell.question as unknown as Question,
                  address: door.address,
                  title: door.title,
                  figure: cell.people,
                });
            }}
          />
        )}
      </QueryView>
    </Card>
  );
}

function tableOf(data: LayersCross, format: Format, names: ReturnType<typeof useNames>): MatrixModel {
  const at = new Map(data.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]));
  const most = Math.max(1, ...data.cells.map((cell) => cell.people));
  const all = data.cells.reduce((sum, cell) => sum + cell.people, 0);
  const head = (label: DefinedLayers["labels"][number]) => ({ key: label.value, name: names(label.names) });
  return {
    corner: "",
    rows: data.row.labels.map(head),
    columns: data.column.labels.map(head),
    cell: (row, column) => {
      const cell = at.get(`${row.key} ${column.key}`);
      if (!cell?.people) return null;
      return {
        text: format.exact(cell.people),
        small: format.rate(all > 0 ? cell.people / all : null),
        // Of very different sizes the small ones must still be seen.
        heat: Math.sqrt(cell.people / most),
        address: cell.address,
        title: `${row.name} · ${column.name}`,
        figure: cell.people,
      };
    },
  };
}
