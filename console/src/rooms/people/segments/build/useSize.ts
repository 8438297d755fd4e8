import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { completeFilters } from "@/base/question";
import { useSettled } from "@/base/settled";
import type { Filter, PeopleList } from "@/contract";
import { ruleQuestion } from "../rule";

const QUIET = 250;
const SAMPLE = 5;

/** How many a list of people has; asked anew a moment after it changed, and what was asked before is given up. */
export function useCount(question: PeopleList | null) {
  const project = useProject();
  return useQuery({
    ...answerQuery(project.id, { ...(question ?? ruleQuestion([])), limit: 1 }),
    enabled: question !== null,
  });
}

/** Who fulfils a rule that is being written: how many, of how many, and a few of them. */
export function useSize(who: Filter[]) {
  const project = useProject();
  const { settled: asked, waiting } = useSettled(completeFilters(who), QUIET);
  const own = useQuery(answerQuery(project.id, { ...ruleQuestion(asked), limit: SAMPLE }));
  const everybody = useCount(ruleQuestion([]));
  return { own, everybody, asked, waiting };
}
