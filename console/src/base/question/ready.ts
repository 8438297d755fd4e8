/** What is left of a half-built question that can be asked, and what is still missing. */
import type { Question } from "@/contract";
import { breakdownsOf, withBreakdowns } from "./breakdowns";
import { kindOf } from "./kinds";
import { settled, withComplete } from "./ready-filters";

export { completeFilters, isComplete, placeIn } from "./ready-filters";

/** Fields that must be chosen before the question can be asked. */
export const missing = (question: Question): string[] => kindOf(question.kind).missing(question);

/** The question as it can be asked now: unfinished conditions are left out. */
export function askable(question: Question): Question {
  const whole = withComplete(question);
  const by = breakdownsOf(whole).filter((one) => one.property || one.segment);
  return kindOf(whole.kind).map(withBreakdowns(whole, by), settled);
}
