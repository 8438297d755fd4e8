import { FunnelPlotOutlined, HeatMapOutlined, LineChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { catalogueQuery, savedQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { asQuestion, defaultQuestion, likelyPath } from "@/base/question";
import { paths } from "@/base/url";
import type { Question, Range } from "@/contract";
import { Card, useEventName } from "@/ui";

const FIRST = ["trend", "funnel", "retention"] as const;

const ICON: Partial<Record<Question["kind"], ReactNode>> = {
  trend: <LineChartOutlined aria-hidden="true" />,
  funnel: <FunnelPlotOutlined aria-hidden="true" />,
  retention: <HeatMapOutlined aria-hidden="true" />,
};

/** Where to go from the figures: the team's saved questions, or one good question of each kind. */
export function FirstQuestions({ range }: { range: Range }) {
  const { t } = useTranslation();
  const project = useProject();
  const named = useEventName();
  const events = useQuery(catalogueQuery(project.id)).data?.events ?? [];
  const saved = useQuery(savedQuery(project.id)).data ?? [];
  const own = saved.slice(0, 6).flatMap((one) => {
    const question = readable(one.question);
    return question ? [{ key: one.id, name: one.name, question }] : [];
  });
  const path = likelyPath(events);
  const ready = FIRST.filter((kind) => kind !== "funnel" || path.length > 1).map((kind) => ({
    key: kind,
    name: t(`overview.question.${kind}`, {
      first: named(path[0] ?? ""),
      last: named(path[path.length - 1] ?? ""),
    }),
    question: defaultQuestion(kind, events, range),
  }));
  const list = own.length > 0 ? own : ready;
  return (
    <Card
      title={own.length > 0 ? t("overview.saved") : t("overview.suggested")}
      extra={<Link to={paths.ask(project.id)}>{t("overview.askOther")}</Link>}
    >
      <ul className="first-questions">
        {list.map((one) => (
          <li key={one.key}>
            <Link to={paths.ask(project.id, one.question)}>
              <span aria-hidden="true">{ICON[one.question.kind] ?? ICON.trend}</span>
              {one.name}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function readable(value: unknown): Question | null {
  try {
    return asQuestion(value);
  } catch {
    return null;
  }
}
