import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, body, wire } from "@/base/api";
import { dayIn } from "@/base/format";
import { useProject, useProjectFormat } from "@/base/project";
import type { EventDetail, Question } from "@/contract";
import { Figure, Moment, usePeopleBehind } from "@/ui";

/** The event's figures over all time; those that count people open the people. */
export function EventFigures({ event }: { event: EventDetail }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const door = usePeopleOf(event);
  const open = event.people > 0 ? { onOpen: () => door.mutate() } : {};
  const label = (figure: number) => `${format.exact(figure)} · ${t("data.event.openPeople")}`;
  return (
    <dl className="fact-row">
      <div>
        <dt>{t("data.event.count")}</dt>
        <dd>
          <Figure hint={t("data.event.countText")} label={label(event.count)} {...open}>
            {format.exact(event.count)}
          </Figure>
        </dd>
      </div>
      <div>
        <dt>{t("data.event.people")}</dt>
        <dd>
          <Figure hint={t("data.event.peopleText")} label={label(event.people)} {...open}>
            {format.exact(event.people)}
          </Figure>
        </dd>
      </div>
      <div>
        <dt>{t("data.event.each")}</dt>
        <dd>{event.people > 0 ? format.exact(event.count / event.people) : "–"}</dd>
      </div>
      <div className="fact-time">
        <dt>{t("data.event.firstSeen")}</dt>
        <dd>
          <Moment at={event.first_seen} />
        </dd>
      </div>
      <div className="fact-time">
        <dt>{t("data.event.lastSeen")}</dt>
        <dd>
          <Moment at={event.last_seen} />
        </dd>
      </div>
    </dl>
  );
}

/** The figures stand over all time; the question that has the same people spans the same days. */
function usePeopleOf(event: EventDetail) {
  const project = useProject();
  const { open } = usePeopleBehind();
  return useMutation({
    mutationFn: async () => {
      const zone = project.timezone;
      const question: Question = {
        kind: "trend",
        series: [{ event: event.name, measure: "people" }],
        interval: "month",
        range: {
          from: dayIn(new Date(event.first_seen ?? 0), zone),
          to: dayIn(new Date(event.last_seen ?? 0), zone),
        },
      };
      const answer = await body(
        api.POST("/api/projects/{project_id}/ask", {
          params: { path: { project_id: project.id } },
          body: wire(question),
        }),
      );
      const totals = answer.totals as { series?: { address?: string }[] };
      return { question, address: totals.series?.[0]?.address };
    },
    onSuccess: ({ question, address }) => {
      if (address) open({ question, address, title: event.name, figure: event.people });
    },
  });
}
