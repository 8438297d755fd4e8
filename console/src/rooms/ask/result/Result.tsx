import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useDark } from "@/base/theme";
import type { Answer, Question } from "@/contract";
import { usePeopleBehind } from "@/ui";
import { ExportMenu } from "./ExportMenu";
import { FunnelResult } from "./FunnelResult";
import { Provenance } from "./Provenance";
import { RetentionResult } from "./RetentionResult";
import { TrendResult } from "./TrendResult";
import type { ResultParts } from "./types";
import { ViewSwitch } from "./ViewSwitch";

interface Props {
  question: Question;
  answer: Answer;
  view: "chart" | "table";
  onView: (view: "chart" | "table") => void;
}

/** An answer: picture or table, each figure a door, with where it comes from and ways to take it along. */
export function Result({ question, answer, view, onView }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const [parts, setParts] = useState<ResultParts | null>(null);
  const show = (address: string, title: string, figure?: number) =>
    open({ question, address, title, ...(figure === undefined ? {} : { figure }) });
  const shared = { answer, view, format, dark, onOpen: show, onParts: setParts };
  return (
    <>
      <div className="result-head">
        <ViewSwitch view={view} onView={onView} />
        <span className="result-tools">
          <Provenance provenance={answer.provenance} format={format} />
          <ExportMenu parts={parts} name={t(`ask.kind.${question.kind}`)} />
        </span>
      </div>
      {question.kind === "trend" && <TrendResult {...shared} question={question} />}
      {question.kind === "funnel" && <FunnelResult {...shared} question={question} />}
      {question.kind === "retention" && <RetentionResult {...shared} question={question} />}
    </>
  );
}
