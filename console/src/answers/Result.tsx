import { Skeleton } from "antd";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { isBlank } from "@/base/question";
import { useDark } from "@/base/theme";
import type { Flag } from "@/charts";
import type { Annotation, Answer, Question } from "@/contract";
import { EmptyState, usePeopleBehind } from "@/ui";
import { Annotations, useAnnotations } from "./Annotations";
import { ExportMenu } from "./ExportMenu";
import { Provenance } from "./Provenance";
import type { OnOpen, ResultParts } from "./types";
import { ViewSwitch } from "./ViewSwitch";
import { viewOfKind } from "./views";
import "./answers.css";

interface Props {
  question: Question;
  answer: Answer;
  view: "chart" | "table";
  onAsk: (question: Question, look?: Record<string, string | null>) => void;
  onView: (view: "chart" | "table") => void;
}

/** An answer: picture or table, each figure a door, with where it comes from and ways to take it along. */
export function Result({ question, answer, view, onAsk, onView }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const [parts, setParts] = useState<ResultParts | null>(null);
  const show: OnOpen = (address, title, figure, before) =>
    open({
      question: before && answer.before ? (answer.before.question as unknown as Question) : question,
      address,
      title,
      ...(figure === undefined ? {} : { figure }),
    });
  const { range } = answer.provenance;
  const notes = useAnnotations(range.from, range.to);
  const dated = question.kind === "trend";
  const flags = useMemo(() => flagsOf(notes, answer), [notes, answer]);
  const { Result: Shown, listed } = viewOfKind(question.kind);
  return (
    <>
      <div className="result-head" data-kind={question.kind}>
        {listed ? <span /> : <ViewSwitch view={view} onView={onView} />}
        <span className="result-tools">
          {dated && <Annotations from={range.from} to={range.to} format={format} />}
          <Provenance question={question} answer={answer} format={format} />
          <ExportMenu question={question} parts={parts} name={t(`kinds.${question.kind}.name`)} />
        </span>
      </div>
      {isBlank(question.kind, answer) && !answer.before ? (
        <EmptyState title={t("ask.blank.title")} text={t("ask.blank.text")} />
      ) : (
        <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 12 }} />}>
          <Shown
            question={question}
            answer={answer}
            view={view}
            format={format}
            dark={dark}
            onOpen={show}
            flags={flags}
            onAsk={onAsk}
            onParts={setParts}
          />
        </Suspense>
      )}
      {answer.before && (
        <p className="table-note">
          {t("ask.beforeNote", {
            from: format.day(answer.before.provenance.range.from),
            to: format.day(answer.before.provenance.range.to),
          })}
        </p>
      )}
    </>
  );
}

/** Annotations at the buckets in which their days lie. */
export function flagsOf(notes: readonly Annotation[], answer: Answer): Flag[] {
  const buckets = [...new Set(answer.rows.map((row) => row.bucket).filter((one) => typeof one === "string"))];
  return notes.flatMap((note) => {
    const bucket = buckets.findLast((one) => one.slice(0, 10) <= note.day);
    return bucket ? [{ bucket, text: note.text }] : [];
  });
}
