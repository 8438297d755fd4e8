import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { answerQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { flowsOf } from "@/base/question";
import { useDark } from "@/base/theme";
import { useUrlState } from "@/base/url";
import { FlowChart, Matrix, migrationFlow, migrationMatrix } from "@/charts";
import type { Answer, DefinedLayers, Migration as Moves } from "@/contract";
import { Card, QueryView, usePeopleBehind } from "@/ui";
import { Either } from "@/ui/filters";
import type { TwoDays } from "../days";
import { compositionQuery } from "../queries";
import { Targets } from "./Targets";

const PERIODS = ["day", "week", "month"] as const;
type Period = (typeof PERIODS)[number];
const LONGEST: Record<Period, number> = { day: 20, week: 140, month: 900 };

interface Props {
  layers: DefinedLayers;
  days: TwoDays;
}

/** Who moved from where to where: a table between the two days, and the flow over the dates between them. */
export function Migration({ layers, days }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const length = dayjs(days.at).diff(days.before, "day");
  const fitting = PERIODS.filter((one) => length <= LONGEST[one]);
  const period = fitting.find((one) => one === get("by")) ?? fitting[0] ?? "month";
  const question: Moves = {
    kind: "migration",
    property: layers.property,
    range: { from: days.before, to: days.at },
  };
  const two = useQuery(answerQuery(project.id, question));
  const several = useQuery(answerQuery(project.id, { ...question, interval: period }));
  return (
    <div className="layers-parts">
      <Card title={t("layers.migration.matrix")}>
        <QueryView query={two} skeleton={<Skeleton active title={false} paragraph={{ rows: 6 }} />}>
          {(found) => <Table question={found.question as Moves} answer={found.answer} />}
        </QueryView>
      </Card>
      <Card
        title={t("layers.migration.flow")}
        extra={
          <Either
            label={t("layers.migration.by")}
            value={period}
            options={fitting}
            name={(one) => t(`ask.interval.${one}`)}
            onChange={(next) => set({ by: next }, { replace: true })}
          />
        }
      >
        <QueryView query={several} skeleton={<Skeleton active title={false} paragraph={{ rows: 10 }} />}>
          {(found) => <River question={found.question as Moves} answer={found.answer} />}
        </QueryView>
      </Card>
      {layers.layers.kind === "ladder" && layers.layers.targets?.length ? (
        <Reached layers={layers} days={days} />
      ) : null}
    </div>
  );
}

/** What should have moved, beside what did. */
function Reached({ layers, days }: Props) {
  const project = useProject();
  const query = useQuery(compositionQuery(project.id, layers.property, days.at, days.before));
  return (
    <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 2 }} />}>
      {(data) => <Targets data={data} />}
    </QueryView>
  );
}

interface Found {
  question: Moves;
  answer: Answer;
}

function Table({ question, answer }: Found) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const flow = useMemo(() => flowsOf(answer).at(-1), [answer]);
  if (!flow) return null;
  const matrix = migrationMatrix(answer, flow, format, t);
  return (
    <>
      <Matrix
        model={matrix}
        dark={dark}
        description={t("layers.migration.describe", { count: Number(answer.totals.people ?? 0) })}
        onOpen={({ address, title, figure }) =>
          address && open({ question, address, title, ...(figure === undefined ? {} : { figure }) })
        }
      />
      <p className="table-note">{t("kinds.migration.note")}</p>
    </>
  );
}

function River({ question, answer }: Found) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const dark = useDark();
  const { open } = usePeopleBehind();
  const { dates, nodes, links } = useMemo(
    () => migrationFlow(answer, format, dark, t),
    [answer, format, dark, t],
  );
  const description = nodes
    .slice(0, 24)
    .map((node) => `${format.day(dates[node.step])}, ${node.name}: ${node.text}`)
    .join(". ");
  return (
    <FlowChart
      nodes={nodes}
      links={links}
      step={(step) => format.day(dates[step])}
      backward={false}
      description={description}
      onOpen={(address, title, figure) =>
        open({ question, address, title, ...(figure === undefined ? {} : { figure }) })
      }
    />
  );
}
