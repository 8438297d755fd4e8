/** The rows of answers. The wire carries those of every kind in one shape; the kind of the question says which. */
import type { Answer } from "@/contract";

/** The figures of an answer, or of the earlier one beside it. */
export type Figures = Pick<Answer, "rows" | "totals">;

export const rowsOf = <T>(answer: Figures): T[] => answer.rows as unknown as T[];
export const totalOf = <T>(answer: Figures, key: string): T[] => (answer.totals[key] ?? []) as T[];
