import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { segmentsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { completeFilters, type RuleWords, ruleSentence } from "@/base/question";
import type { Filter } from "@/contract";

/** What a rule's sentence needs: names of segments, values and days in the reader's language. */
export function useRuleWords(): RuleWords {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { data } = useQuery(segmentsQuery(project.id));
  return useMemo(
    () => ({
      t,
      value: format.value,
      day: format.day,
      segment: (id: string) => data?.find((one) => one.id === id)?.name ?? t("segments.gone"),
    }),
    [t, format, data],
  );
}

/** Filters of people as one sentence; conditions that are still being written are not in it. */
export function RuleText({ filters }: { filters: readonly Filter[] }) {
  const words = useRuleWords();
  return <>{ruleSentence(completeFilters([...filters]), words)}</>;
}
