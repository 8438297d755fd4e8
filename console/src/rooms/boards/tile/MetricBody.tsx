import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useDark } from "@/base/theme";
import type { BoardTile, MetricValues, TileAnswer } from "@/contract";
import { Change, DataTable, usePeopleBehind } from "@/ui";
import { questionOf } from "../model";
import { MetricLines } from "./MetricLines";
import { useMetricWords } from "./useMetric";

type MetricTile = Extract<BoardTile["is"], { type: "metric" }>;
type Row = MetricValues["totals"][number];

interface Props {
  shows: MetricTile;
  answer: TileAnswer;
  /** Off where nobody may look at people. */
  doors?: boolean;
}

/** Opens the people behind a value of a metric; null where there are none to open. */
export function useMetricDoor(shows: { metric: string }, values: MetricValues | null, doors = true) {
  const { open } = usePeopleBehind();
  const { name, people } = useMetricWords()(shows.metric);
  return (row: Row | undefined, when?: string): (() => void) | null => {
    const door = row?.addresses.findIndex((one) => one !== null) ?? -1;
    const question = questionOf(values?.doors[door]);
    const address = row?.addresses[door];
    if (!doors || !question || !address) return null;
    return () =>
      open({
        question,
        address,
        title: when ? `${name} · ${when}` : name,
        ...(people && row.value !== null ? { figure: row.value } : {}),
      });
  };
}

/** A metric: its figure with how it moved, its course, or both as a table. */
export function MetricBody({ shows, answer, doors = true }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const words = useMetricWords()(shows.metric);
  const values = answer.values;
  const doorOf = useMetricDoor(shows, values, doors);
  if (!values) return null;
  const interval = values.interval;
  if (shows.shows === "figure") {
    return (
      <ul className="tile-figures">
        {values.totals.map((total, index) => {
          const open = doorOf(total);
          const before = answer.before?.totals.find((one) => one.breakdown === total.breakdown)?.value;
          return (
            <li key={String(total.breakdown ?? index)}>
              {shows.breakdown && <span className="tile-part">{format.value(total.breakdown)}</span>}
              <button
                type="button"
                className="tile-figure"
                disabled={!open}
                onClick={open ?? undefined}
                title={words.writes.exact(total.value)}
                aria-label={t("boards.tile.open", {
                  name: words.name,
                  value: words.writes.short(total.value),
                })}
              >
                {words.writes.short(total.value)}
              </button>
              {answer.before && (
                <Change
                  value={total.value}
                  previous={before}
                  good={words.good}
                  against={t("boards.tile.against", { value: words.writes.short(before) })}
                />
              )}
            </li>
          );
        })}
      </ul>
    );
  }
  if (shows.shows === "trend") {
    return (
      <MetricLines
        values={values}
        before={answer.before}
        name={words.name}
        apart={Boolean(shows.breakdown)}
        writes={words.writes}
        format={format}
        dark={dark}
        onOpen={(row) => doorOf(row, format.bucket(row.bucket, interval))?.()}
      />
    );
  }
  const columns = [
    {
      title: t("boards.tile.day"),
      key: "bucket",
      render: (row: MetricValues["rows"][number]) => format.bucket(row.bucket, interval),
    },
    ...(shows.breakdown
      ? [
          {
            title: shows.breakdown.property ?? "",
            key: "part",
            render: (row: Row) => format.value(row.breakdown),
          },
        ]
      : []),
    {
      title: words.name,
      key: "value",
      align: "right" as const,
      render: (row: MetricValues["rows"][number]) => {
        const open = doorOf(row, format.bucket(row.bucket, interval));
        const text = words.writes.exact(row.value);
        return open ? (
          <button type="button" className="figure-door" onClick={open}>
            {text}
          </button>
        ) : (
          text
        );
      },
    },
  ];
  return (
    <DataTable
      rowKey={(row) => `${row.bucket}:${String(row.breakdown)}`}
      columns={columns}
      dataSource={[...values.rows].reverse()}
    />
  );
}
