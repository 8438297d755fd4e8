import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answerQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { completeFilters } from "@/base/question";
import type { Filter, PeopleList } from "@/contract";
import { ruleQuestion } from "../rule";

const QUIET = 250;
const SAMPLE = 5;

/** A value once it has not changed for a moment. */
function useQuietly<T>(value: T, wait: number): T {
  const [quiet, setQuiet] = useState(value);
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same value in another object is no change
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return quiet;
}

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
  const asked = useQuietly(completeFilters(who), QUIET);
  const own = useQuery(answerQuery(project.id, { ...ruleQuestion(asked), limit: SAMPLE }));
  const everybody = useCount(ruleQuestion([]));
  return { own, everybody, asked, waiting: JSON.stringify(asked) !== JSON.stringify(completeFilters(who)) };
}
