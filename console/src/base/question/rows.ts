/** The rows of answers. The wire carries those of every kind in one shape; the kind of the question says which. */
import type { Answer, Kind } from "@/contract";

/** The figures of an answer, or of the earlier one beside it. */
export type Figures = Pick<Answer, "rows" | "totals">;

export const rowsOf = <T>(answer: Figures): T[] => answer.rows as unknown as T[];
export const totalOf = <T>(answer: Figures, key: string): T[] => (answer.totals[key] ?? []) as T[];

/** What of a row counts people, in one kind of question or another. */
const COUNTS = ["people", "size", "active", "new", "returning", "resurrected", "dormant", "conversions"];

/** Whether an answer has nobody in it. A trend is never blank: a line at nought is an answer. */
export const isBlank = (kind: Kind, { rows, totals }: Figures): boolean =>
  kind !== "trend" &&
  !(kind === "migration" && Number(totals.people) > 0) &&
  !rows.some((row) => {
    const counts = COUNTS.filter((key) => key in row);
    return counts.length === 0 || counts.some((key) => Number(row[key]) > 0);
  });
