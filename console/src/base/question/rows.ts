/** The rows of answers. The wire carries those of every kind in one shape; the kind of the question says which. */
import type { Answer } from "@/contract";

export const rowsOf = <T>(answer: Answer): T[] => answer.rows as unknown as T[];
export const totalOf = <T>(answer: Answer, key: string): T[] => (answer.totals[key] ?? []) as T[];
