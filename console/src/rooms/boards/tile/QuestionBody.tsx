import { Skeleton } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type OnOpen, viewOfKind } from "@/answers";
import { useProject, useProjectFormat } from "@/base/project";
import { isBlank } from "@/base/question";
import { useDark } from "@/base/theme";
import { paths } from "@/base/url";
import type { BoardTile, Question, TileAnswer } from "@/contract";
import { usePeopleBehind } from "@/ui";
import { questionOf } from "../model";

type QuestionTile = Extract<BoardTile["is"], { type: "question" }>;

interface Props {
  shows: QuestionTile;
  answer: TileAnswer;
  doors?: boolean;
}

const nothing = () => {};

/** The answer to a question, drawn as on its own page. */
export function QuestionBody({ shows, answer, doors = true }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const project = useProject();
  const navigate = useNavigate();
  const asked = questionOf(answer.question);
  if (!asked || !answer.answer) return null;
  const found = answer.answer;
  if (isBlank(asked.kind, found) && !found.before) {
    return <p className="tile-blank">{t("boards.tile.blank")}</p>;
  }
  const show: OnOpen = (address, title, figure, before) =>
    doors &&
    open({
      question: before && found.before ? (found.before.question as unknown as Question) : asked,
      address,
      title,
      ...(figure === undefined ? {} : { figure }),
    });
  const { Result } = viewOfKind(asked.kind);
  return (
    <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>
      <Result
        question={asked}
        answer={found}
        view={shows.view ?? "chart"}
        format={format}
        dark={dark}
        onOpen={show}
        flags={[]}
        onAsk={(next) => doors && navigate(paths.ask(project.id, next))}
        onParts={nothing}
      />
    </Suspense>
  );
}
