import { AppstoreOutlined, LineChartOutlined, TeamOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { ImportResult, Job } from "@/contract";
import { firstQuestion } from "./firstQuestion";
import { ResultDetails } from "./ResultDetails";
import { ResultFigures } from "./ResultFigures";

/** The events are in: the figures, and the doors to what can be done with them. */
export function ImportDone({ job, result }: { job: Job; result: ImportResult }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { set } = useUrlState();
  const question = firstQuestion(result, project.timezone);
  return (
    <>
      <Alert
        type="success"
        showIcon
        title={
          result.loaded > 0
            ? t("data.import.result.done", { count: result.loaded, shown: format.exact(result.loaded) })
            : t("data.import.result.allKnown")
        }
        description={job.name}
        action={
          <Button onClick={() => set({ upload: null, file: null, map: null, job: null })}>
            {t("data.import.another")}
          </Button>
        }
      />
      <nav className="doors import-doors" aria-label={t("data.import.next.title")}>
        <Door
          main
          to={paths.people(project.id)}
          icon={<TeamOutlined />}
          title={t("data.import.next.people")}
          text={t("data.import.next.peopleText")}
        />
        {question && (
          <Door
            to={paths.ask(project.id, question)}
            icon={<LineChartOutlined />}
            title={t("data.import.next.ask")}
            text={t("data.import.next.askText", { event: result.events[0]?.name })}
          />
        )}
        <Door
          to={paths.events(project.id)}
          icon={<AppstoreOutlined />}
          title={t("data.import.next.events")}
          text={t("data.import.next.eventsText")}
        />
      </nav>
      <ResultFigures result={result} />
      <ResultDetails job={job} result={result} />
    </>
  );
}

interface DoorProps {
  to: string;
  icon: ReactNode;
  title: string;
  text: string;
  /** Where most go first. */
  main?: boolean;
}

function Door({ to, icon, title, text, main }: DoorProps) {
  return (
    <Link className={main ? "door door-first" : "door"} to={to}>
      <span className="door-icon" aria-hidden="true">
        {icon}
      </span>
      <b>{title}</b>
      <span>{text}</span>
    </Link>
  );
}
