import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { coloursOf } from "@/base/palette";
import {
  earlierOf,
  eventLabel,
  PATH_END,
  type PathLink,
  type PathRow,
  pathLinks,
  pathRows,
} from "@/base/question";
import { FlowChart, type FlowLink, type FlowNode, flowPng, useLook } from "@/charts";
import type { Path } from "@/contract";
import { Either } from "@/ui/filters";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { useLookedAt } from "./Pick";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

const TABLES = ["ways", "nodes"] as const;

/** Nodes of each step and the ways between them, or both as tables. */
export default function PathResult({
  question,
  answer,
  view,
  format,
  dark,
  onOpen,
  onParts,
}: ResultProps<Path>) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const [as, setAs] = useLookedAt("as");
  const rows = pathRows(answer);
  const links = pathLinks(answer);
  const earlier = earlierOf(answer, pathRows, { by: ["step", "node"] });
  const earlierWay = earlierOf(answer, pathLinks, { by: ["step", "from", "to"] });
  const backward = question.direction === "backward";
  const perPerson = question.per !== "session";
  const name = (node: string) =>
    node === PATH_END ? t("kinds.path.end") : eventLabel(node, format.value, t);
  const step = (one: number) => (one === 0 ? t("kinds.path.anchor") : t("kinds.path.step", { step: one }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: names and steps follow from the language
  const flow = useMemo(() => {
    const known = [...new Set(pathRows(answer).map((row) => row.node))];
    const colours = new Map(coloursOf(known, dark).map((colour, index) => [known[index], colour]));
    const nodes = pathRows(answer).map(
      (row): FlowNode => ({
        step: row.step,
        node: row.node,
        name: name(row.node),
        colour: colours.get(row.node) ?? "",
        size: row.paths,
        dropped: row.dropped,
        text: `${format.exact(row.paths)} · ${format.rate(row.share)}`,
        droppedText: t("kinds.path.dropped", { name: name(row.node), count: format.exact(row.dropped) }),
        address: row.address,
        droppedAddress: row.dropped_address,
        figure: row.people,
      }),
    );
    const ways = pathLinks(answer)
      .filter((link) => link.to !== PATH_END)
      .map(
        (link): FlowLink => ({
          step: link.step,
          from: link.from,
          to: link.to,
          size: link.paths,
          text: `${name(link.from)} → ${name(link.to)}: ${format.exact(link.paths)} · ${format.duration(link.median_seconds)}`,
          address: link.address,
          figure: link.people,
        }),
      );
    return { nodes, ways };
  }, [answer, dark, format, t]);
  const wayColumns: FigureColumn<PathLink>[] = [
    { key: "step", title: t("ask.table.step"), value: (row) => row.step, write: (row) => step(row.step) },
    { key: "from", title: t("kinds.path.from"), value: (row) => row.from, write: (row) => name(row.from) },
    { key: "to", title: t("kinds.path.to"), value: (row) => row.to, write: (row) => name(row.to) },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: `${name(row.from)} → ${name(row.to)}`,
        figure: row.people,
      }),
    },
    ...(perPerson
      ? []
      : [
          {
            key: "paths",
            title: t("kinds.path.paths"),
            as: "number" as const,
            value: (row: PathLink) => row.paths,
          },
        ]),
    {
      key: "median_seconds",
      title: t("kinds.path.took"),
      as: "seconds",
      value: (row) => row.median_seconds,
    },
  ];
  const nodeColumns: FigureColumn<PathRow>[] = [
    { key: "step", title: t("ask.table.step"), value: (row) => row.step, write: (row) => step(row.step) },
    { key: "node", title: t("ask.event"), value: (row) => row.node, write: (row) => name(row.node) },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({
        address: row.address,
        title: `${step(row.step)} · ${name(row.node)}`,
        figure: row.people,
      }),
    },
    ...(perPerson
      ? []
      : [
          {
            key: "paths",
            title: t("kinds.path.paths"),
            as: "number" as const,
            value: (row: PathRow) => row.paths,
          },
        ]),
    { key: "share", title: t("kinds.share"), as: "rate", value: (row) => row.share },
    {
      key: "dropped",
      title: t("kinds.path.ended"),
      as: "number",
      value: (row) => row.dropped,
      door: (row) => ({
        address: row.dropped_address,
        title: t("kinds.path.dropped", { name: name(row.node), count: format.exact(row.dropped) }),
      }),
    },
  ];
  const nodesShown = as === "nodes";
  useParts(
    onParts,
    () => (nodesShown ? tableOf(nodeColumns, rows, earlier) : tableOf(wayColumns, links, earlierWay)),
    view === "chart" ? () => flowPng(flow.nodes, flow.ways, backward, look) : null,
  );
  if (view === "table") {
    return (
      <>
        <div className="result-picks">
          <Either
            label={t("kinds.funnel.look")}
            value={nodesShown ? "nodes" : "ways"}
            options={TABLES}
            name={(one) => t(`kinds.path.tables.${one}`)}
            onChange={(next) => setAs(next === "nodes" ? next : null)}
          />
        </div>
        {nodesShown ? (
          <FigureTable
            columns={nodeColumns}
            rows={rows}
            earlier={earlier}
            rowKey={(row) => row.address}
            format={format}
            t={t}
            onOpen={onOpen}
          />
        ) : (
          <FigureTable
            columns={wayColumns}
            rows={links}
            earlier={earlierWay}
            rowKey={(row) => row.address}
            format={format}
            t={t}
            onOpen={onOpen}
          />
        )}
      </>
    );
  }
  const description = flow.nodes
    .slice(0, 24)
    .map((node) => `${step(node.step)}, ${node.name}: ${node.text}`)
    .join(". ");
  return (
    <FlowChart
      nodes={flow.nodes}
      links={flow.ways}
      step={step}
      backward={backward}
      description={description}
      onOpen={onOpen}
    />
  );
}
