import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Result } from "@/answers";
import { answerQuery, segmentsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { EVERYONE, inSide, outOfSide } from "@/base/question";
import { useUrlState } from "@/base/url";
import type { Question } from "@/contract";
import { Card, EmptyState, QueryView } from "@/ui";

interface Props {
  /** As it is asked of everyone. */
  question: Question;
  /** Something must be chosen before it can be asked. */
  lacking: readonly string[];
  /** Whose answer it is where several stand side by side. */
  side: string | null;
  onAsk: (question: Question, look?: Record<string, string | null>) => void;
}

const isProperty = (field: string) => field.endsWith("property");

/** One answer, or what it waits for. */
export function AnswerCard({ question, lacking, side, onAsk }: Props) {
  const { t } = useTranslation();
  const { get, set } = useUrlState();
  const project = useProject();
  const query = useQuery({
    ...answerQuery(project.id, inSide(question, side)),
    enabled: lacking.length === 0,
  });
  const named = useId();
  const view = get("view") === "table" ? "table" : "chart";
  return (
    <Card labelledBy={side === null ? undefined : named}>
      {side !== null && <SideName id={named} side={side} />}
      {lacking.length > 0 && !query.data ? (
        <EmptyState
          title={t("ask.missing.title")}
          text={t(`ask.missing.${lacking.every(isProperty) ? "text" : "choice"}`)}
        />
      ) : (
        <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 12 }} />}>
          {(data) => (
            <Result
              key={data.question.kind}
              question={data.question}
              answer={data.answer}
              view={view}
              onAsk={(next, look) => onAsk(outOfSide(next, side), look)}
              onView={(next) => set({ view: next === "table" ? "table" : null }, { replace: true })}
            />
          )}
        </QueryView>
      )}
    </Card>
  );
}

function SideName({ id, side }: { id: string; side: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const { data } = useQuery(segmentsQuery(project.id));
  const name = data?.find((one) => one.id === side)?.name;
  return (
    <h2 id={id} className="side-name">
      {side === EVERYONE ? t("kinds.everyone") : (name ?? side)}
    </h2>
  );
}
