/** The answer to a funnel as steps, each with a bar for every group. */
import { coloursOf, WHOLE } from "@/base/palette";
import { breakdownsOf, earlierOf, type FunnelRow, funnelRows, requiredBefore } from "@/base/question";
import type { Answer, Funnel } from "@/contract";
import { colourKey } from "../colour";

export interface Bar {
  key: string;
  name: string;
  colour: string;
  row: FunnelRow;
  /** Height of the bar and of the hatched part above it, as shares of the first step. */
  reached: number;
  dropped: number;
  lost: number | null;
  /** The same step of the earlier period. */
  before?: FunnelRow | undefined;
}

export interface FunnelStep {
  step: number;
  name: string;
  optional: boolean;
  bars: Bar[];
}

/** What is counted: people, or the sessions or orders asked for. */
const amount = (row: FunnelRow | undefined): number => row?.units ?? row?.people ?? 0;

export function funnelModel(
  answer: Answer,
  question: Funnel,
  names: { step: (index: number) => string; value: (value: unknown) => string; all: string },
  dark: boolean,
): FunnelStep[] {
  const rows = funnelRows(answer);
  const earlier = earlierOf(answer, funnelRows, { by: ["step", "breakdown"] });
  const groups = [
    ...new Map(rows.map((row) => [JSON.stringify(row.breakdown ?? null), row.breakdown ?? null])).entries(),
  ];
  const broken = breakdownsOf(question).length > 0;
  const labels = groups.map(([, value]) => (broken ? names.value(value) : names.all));
  const colours = coloursOf(
    groups.map(([, value]) => (broken ? colourKey(value) : WHOLE)),
    dark,
  );
  return question.steps.map((_, index) => {
    const step = index + 1;
    const bars = groups.flatMap(([key], group): Bar[] => {
      const of = (n: number) =>
        rows.find((row) => row.step === n && JSON.stringify(row.breakdown ?? null) === key);
      const row = of(step);
      if (!row) return [];
      const before =
        step > 1 ? of(question.order === "any" ? step - 1 : requiredBefore(question.steps, step)) : undefined;
      const first = amount(of(1));
      return [
        {
          key,
          name: labels[group] ?? "",
          colour: colours[group] ?? "",
          row,
          before: earlier?.(row),
          reached: first > 0 ? Math.min(1, amount(row) / first) : 0,
          dropped: first > 0 && before ? Math.max(0, amount(before) - amount(row)) / first : 0,
          lost: before ? Math.max(0, amount(before) - amount(row)) : null,
        },
      ];
    });
    return { step, name: names.step(index), optional: question.steps[index]?.optional === true, bars };
  });
}
