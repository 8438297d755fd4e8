/** Moves between the values of a property, as a table between two dates and as a flow over several. */
import type { TFunction } from "i18next";
import type { Format } from "@/base/format";
import { coloursOf } from "@/base/palette";
import { type Flow, flowsOf, migrationRows, standings, valueKey } from "@/base/question";
import type { Answer } from "@/contract";
import type { FlowLink, FlowNode } from "../flow/layout";
import type { MatrixHead, MatrixModel } from "../matrix/model";

const ARRIVED = "$arrived";

/** The table of one pair of dates: from the rows to the columns, coloured by the share of the row. */
export function migrationMatrix(answer: Answer, flow: Flow, format: Format, t: TFunction): MatrixModel {
  const stood = standings(answer);
  const size = (value: unknown, day: string) => {
    const row = stood.find((one) => one.day === day && valueKey(one.value) === valueKey(value));
    if (!row) return undefined;
    const title = `${format.value(value)} · ${t("kinds.migration.stood", { day: format.day(day) })}`;
    return { text: format.exact(row.people), address: row.address, title, figure: row.people };
  };
  const head = (value: unknown, day: string): MatrixHead => ({
    key: valueKey(value),
    name: format.value(value),
    size: size(value, day),
  });
  const values = new Map(flow.values.map((value) => [valueKey(value), value]));
  const arrived: MatrixHead = {
    key: ARRIVED,
    name: t("kinds.migration.arrived"),
    hint: t("kinds.migration.arrivedHint", { day: format.day(flow.from) }),
  };
  return {
    corner: t("kinds.migration.way", { from: format.day(flow.from), to: format.day(flow.to) }),
    all: t("kinds.migration.all"),
    rows: [...flow.values.map((value) => head(value, flow.from)), ...(flow.arrived ? [arrived] : [])],
    columns: flow.values.map((value) => head(value, flow.to)),
    cell: (row, column) => {
      const to = values.get(column.key);
      const found = row.key === ARRIVED ? flow.came(to) : flow.cell(values.get(row.key), to);
      if (!found) return null;
      return {
        text: format.exact(found.people),
        small: format.rate(found.share),
        heat: found.share,
        own: row.key === column.key,
        address: found.address,
        title: t("kinds.migration.way", { from: row.name, to: column.name }),
        figure: found.people,
      };
    },
  };
}

/** Columns are dates, nodes who stands where then, ways who went. Who arrived comes from nowhere. */
export function migrationFlow(answer: Answer, format: Format, dark: boolean, t: TFunction) {
  const stood = standings(answer);
  const rows = migrationRows(answer);
  const dates = [...new Set([...rows.map((row) => row.from_day), ...stood.map((row) => row.day)])].sort();
  const keys = [...new Set(stood.map((row) => valueKey(row.value)))];
  const colours = new Map(coloursOf(keys, dark).map((colour, index) => [keys[index], colour]));
  const order = flowsOf(answer)[0]?.values.map(valueKey) ?? keys;
  const nodes = [...stood]
    .filter((row) => row.people > 0)
    .sort((a, b) => order.indexOf(valueKey(a.value)) - order.indexOf(valueKey(b.value)))
    .map(
      (row): FlowNode => ({
        step: dates.indexOf(row.day),
        node: valueKey(row.value),
        name: format.value(row.value),
        colour: colours.get(valueKey(row.value)) ?? "",
        size: row.people,
        dropped: null,
        text: `${format.exact(row.people)} · ${format.rate(row.share)}`,
        droppedText: "",
        address: row.address,
        droppedAddress: null,
        figure: row.people,
      }),
    );
  const links = rows
    .filter((row) => !row.arrived)
    .map((row): FlowLink => {
      const title = t("kinds.migration.way", { from: format.value(row.from), to: format.value(row.to) });
      return {
        step: dates.indexOf(row.from_day),
        from: valueKey(row.from),
        to: valueKey(row.to),
        size: row.people,
        text: `${title}: ${format.exact(row.people)} · ${format.rate(row.share)}`,
        title,
        address: row.address,
        figure: row.people,
      };
    });
  return { dates, nodes, links };
}
