/** The rule of a segment: whom its question chooses, as the editor holds it. */
import { asQuestion } from "@/base/question";
import type { Filter, PeopleList, Question, Segment, SegmentVersion } from "@/contract";

/** Who fulfils a rule at the end of today. */
export const ruleQuestion = (who: Filter[]): PeopleList => ({
  kind: "people",
  range: { last: 1, unit: "day" },
  who,
});

/** The question of a segment, or of an earlier version of one; null where there is none that can be shown. */
export function questionOf({ question }: Pick<Segment | SegmentVersion, "question">): Question | null {
  if (!question) return null;
  try {
    return asQuestion(question);
  } catch {
    return null;
  }
}

/** The address of everybody on a list of people. */
export const ALL_OF_THEM = "people=%22all%22";

/** The conditions of a segment that was made by a rule; null where it was made of a figure or a list. */
export function ruleOf(segment: Pick<Segment | SegmentVersion, "question" | "address">): Filter[] | null {
  const question = questionOf(segment);
  const everybody = !segment.address || segment.address.startsWith("people=");
  return question?.kind === "people" && everybody ? (question.who ?? []) : null;
}

export const canEdit = (segment: Segment): boolean => ruleOf(segment) !== null;

/** What a rule makes of the question that a segment has: its days and what else is said of it stay. */
export const withRule = (segment: Segment | null, who: Filter[]): PeopleList => {
  const before = segment && questionOf(segment);
  return before?.kind === "people" ? { ...before, who } : ruleQuestion(who);
};

/** Who would enter a segment with another rule, and who would leave it. Null where nobody can. */
export function movesBetween(
  segment: string,
  who: Filter[],
): { enter: PeopleList; leave: PeopleList | null } {
  return {
    enter: ruleQuestion([...who, { not: { segment } }]),
    leave: who.length === 0 ? null : ruleQuestion([{ segment }, { not: { and: who } }]),
  };
}
