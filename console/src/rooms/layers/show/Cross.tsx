import { useQuery } from "@tanstack/react-query";
import { Select, Skeleton } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { useDark } from "@/base/theme";
import { useUrlState } from "@/base/url";
import { Matrix, type MatrixHead, type MatrixModel } from "@/charts";
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
            model={tableOf(data, format, names, t)}
            dark={dark}
            description={t("layers.cross.title", { one: named(data.row), other: named(data.column) })}
            onOpen={(door, row, column) => {
              const found = behind(data, row, column);
              if (door.address && found)
                open({
                  question: found.question as unknown as Question,
                  address: door.address,
                  title: door.title,
                  figure: found.people,
                });
            }}
          />
        )}
      </QueryView>
      <p className="table-note">{t("layers.cross.note")}</p>
    </Card>
  );
}

/** Of people who are on no layer of the one or the other. */
const NOWHERE = "-";
const keyOf = (value: string | null) => value ?? NOWHERE;

/** The figure at a place: a row or column of no name is all of them. */
function behind(data: LayersCross, row: string, column: string) {
  if (column === "") return data.rows.find((one) => keyOf(one.value) === row);
  if (row === "") return data.columns.find((one) => keyOf(one.value) === column);
  return data.cells.find((one) => keyOf(one.row) === row && keyOf(one.column) === column);
}

function tableOf(
  data: LayersCross,
  format: Format,
  names: ReturnType<typeof useNames>,
  t: TFunction,
): MatrixModel {
  const at = new Map(data.cells.map((cell) => [`${keyOf(cell.row)} ${keyOf(cell.column)}`, cell]));
  const most = Math.max(1, ...data.cells.map((cell) => cell.people));
  const heads = (sizes: LayersCross["rows"], { labels }: DefinedLayers): MatrixHead[] =>
    sizes.map(({ value, people, address }) => {
      const label = labels.find((one) => one.value === value);
      const name = label ? names(label.names) : t("layers.nowhere");
      const text = format.exact(people);
      return { key: keyOf(value), name, size: { text, address, title: name, figure: people } };
    });
  return {
    corner: "",
    all: t("layers.cross.all"),
    rows: heads(data.rows, data.row),
    columns: heads(data.columns, data.column),
    cell: (row, column) => {
      const cell = at.get(`${row.key} ${column.key}`);
      if (!cell?.people) return null;
      return {
        text: format.exact(cell.people),
        small: format.rate(data.people > 0 ? cell.people / data.people : null),
        // Of very different sizes the small ones must still be seen.
        heat: Math.sqrt(cell.people / most),
        address: cell.address,
        title: `${row.name} · ${column.name}`,
        figure: cell.people,
      };
    },
  };
}
