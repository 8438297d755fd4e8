import { LinkOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { answerQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { askable, inSide, missing, sentence, sidesFrom } from "@/base/question";
import { paths, useUrlState } from "@/base/url";
import { SharedScales } from "@/charts";
import type { Question } from "@/contract";
import { Card, EmptyState, Page, QueryView, TwoDoors } from "@/ui";
import { AnswerCard } from "./AnswerCard";
import { Builder } from "./builders/Builder";
import { When } from "./parts/When";
import { SaveButton } from "./saved/SaveButton";
import { SavedMenu } from "./saved/SavedMenu";
import { useNoteRecent } from "./saved/useRecent";
import { useQuestion } from "./useQuestion";
import "./ask.css";
import { CatalogueContext, FieldErrors } from "@/ui/filters";

/** A question in the project's words, and its answer. */
export function AskPage() {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { catalogue, question, origin, changed, change, open, link } = useQuestion();
  const empty = catalogue.data?.events.length === 0;
  const share = () =>
    navigator.clipboard?.writeText(window.location.href).then(
      () => message.success(t("ask.shared")),
      () => message.info(t("ask.shareByHand")),
    );

  return (
    <Page
      title={origin?.name ?? t("ask.title")}
      subtitle={origin ? t(changed ? "ask.saved.isChanged" : "ask.saved.isSaved") : t("ask.subtitle")}
      actions={
        question &&
        !empty && (
          <>
            <SavedMenu
              current={origin?.id ?? null}
              onOpen={open}
              onAsk={(next) => change(next)}
              onRemoved={(id) => id === origin?.id && link(null)}
            />
            <Button icon={<LinkOutlined aria-hidden="true" />} onClick={share}>
              {t("ask.share")}
            </Button>
            <SaveButton
              question={question}
              origin={origin}
              changed={changed}
              onSaved={(saved) => link(saved.id)}
            />
          </>
        )
      }
    >
      <QueryView query={catalogue} skeleton={<AskSkeleton />}>
        {(data) =>
          empty ? (
            <>
              <EmptyState title={t("ask.empty.title")} text={t("ask.empty.text")} />
              <TwoDoors onImport={() => navigate(paths.import(project.id))} />
            </>
          ) : (
            question && (
              <CatalogueContext value={data}>
                <Asked question={question} onChange={change} />
              </CatalogueContext>
            )
          )
        }
      </QueryView>
    </Page>
  );
}

function Asked({
  question,
  onChange,
}: {
  question: Question;
  onChange: (question: Question, look?: Record<string, string | null>) => void;
}) {
  const { t } = useTranslation();
  const project = useProject();
  const { get } = useUrlState();
  // Only where screens are narrow: there the answer comes first, and the question unfolds above it.
  const [editing, setEditing] = useState(false);
  const lacking = missing(question);
  const compared = sidesFrom(get("sides"));
  const sides = compared.length > 0 ? compared : [null];
  const whole = askable(question);
  const cards = sides.map((side) => (
    <AnswerCard key={side ?? ""} question={whole} side={side} lacking={lacking} onAsk={onChange} />
  ));
  // What the server says of one side it says of all: the first speaks for the fields of the question.
  const first = useQuery({
    ...answerQuery(project.id, inSide(whole, sides[0] ?? null)),
    enabled: lacking.length === 0,
  });
  useNoteRecent(whole, first.isSuccess && !first.isPlaceholderData);
  return (
    <FieldErrors error={first.error}>
      <div className="ask">
        <Card className={editing ? "ask-builder" : "ask-builder ask-folded"}>
          <button
            type="button"
            className="ask-fold"
            aria-expanded={editing}
            aria-controls="question"
            onClick={() => setEditing(!editing)}
          >
            <span>{sentence(question, t)}</span>
            <b>{t(editing ? "ask.hide" : "ask.edit")}</b>
          </button>
          <div id="question">
            <Builder question={question} onChange={onChange} />
          </div>
        </Card>
        <div className="ask-result">
          <When question={question} onChange={onChange} />
          <div className="sides">{cards.length > 1 ? <SharedScales>{cards}</SharedScales> : cards}</div>
        </div>
      </div>
    </FieldErrors>
  );
}

function AskSkeleton() {
  return (
    <div className="ask">
      <div className="card ask-builder">
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </div>
      <div className="ask-result">
        <div className="card">
          <Skeleton active title={false} paragraph={{ rows: 12 }} />
        </div>
      </div>
    </div>
  );
}
