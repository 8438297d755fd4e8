import type { Format } from "@/base/format";
import type { TimeBar } from "@/base/question";
import { type Column, Columns } from "@/charts";
import type { Group } from "./groups";
import type { OnOpen } from "./types";

/** How long it took, as columns: equal spans of the groups stand side by side. */
export function durationColumns<R extends TimeBar>(
  groups: readonly Group<R>[],
  format: Format,
  amount: (bar: R) => number,
): Column[] {
  const spans = new Map<number, number | null>();
  for (const group of groups) for (const bar of group.rows) spans.set(bar.from_seconds, bar.to_seconds);
  return [...spans.entries()]
    .sort(([a], [b]) => a - b)
    .map(([from, to]) => {
      const title =
        to === null ? `≥ ${format.duration(from)}` : `${format.duration(from)} – ${format.duration(to)}`;
      return {
        key: String(from),
        label: `${to === null ? "≥ " : ""}${format.shortDuration(from)}`,
        title,
        bars: groups.map((group) => {
          const bar = group.rows.find((one) => one.from_seconds === from);
          const value = bar ? amount(bar) : 0;
          return {
            key: group.key,
            name: group.name,
            colour: group.colour,
            value,
            text: format.exact(value),
            address: bar?.address,
            figure: bar?.people,
          };
        }),
      };
    });
}

/** Where among the columns a length of time lies: so many columns from the left. */
export function durationAt(columns: readonly Column[], seconds: number | null | undefined): number | null {
  if (seconds === null || seconds === undefined) return null;
  const froms = columns.map((column) => Number(column.key));
  const index = froms.findLastIndex((from) => from <= seconds);
  if (index < 0) return 0;
  const from = froms[index] ?? 0;
  const to = froms[index + 1] ?? from * 2;
  return index + Math.min(1, Math.max(0, (seconds - from) / Math.max(1e-9, to - from)));
}

interface Props {
  columns: readonly Column[];
  format: Format;
  marker: { at: number; text: string } | null;
  onOpen: OnOpen;
}

export function DurationBars({ columns, format, marker, onOpen }: Props) {
  return (
    <Columns
      columns={columns}
      axis={format.short}
      marker={marker}
      description={columns.map((one) => `${one.title}: ${one.bars[0]?.text}`).join(". ")}
      onOpen={onOpen}
    />
  );
}
