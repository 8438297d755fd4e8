import { CheckCircleFilled, CloseCircleFilled, CloseOutlined, StopFilled } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { ApiError } from "@/base/api";
import { useFormat } from "@/base/format";
import { paths } from "@/base/url";
import type { Job } from "@/contract";
import { useErrorText } from "../useErrorText";
import { isOver, useJobs } from "./useJobs";

/** Long work, at the bottom of every page until it is dismissed. */
export function JobTray() {
  const { t } = useTranslation();
  const jobs = useJobs();
  const { search } = useLocation();
  // The page that is about a job shows it itself.
  const onPage = new URLSearchParams(search).get("job");
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  // What had already ended when this page was opened is history, not news.
  const [born] = useState(() => Date.now());
  const shown = jobs.filter(
    (job) =>
      job.kind !== "dry_run" &&
      job.id !== onPage &&
      !dismissed.has(job.id) &&
      (!isOver(job) || (job.ended_at ? new Date(job.ended_at).getTime() > born - 5000 : false)),
  );
  if (shown.length === 0) return null;
  return (
    <section className="tray" aria-label={t("common.jobs.title")}>
      {shown.slice(0, 4).map((job) => (
        <TrayRow key={job.id} job={job} onDismiss={() => setDismissed((old) => new Set(old).add(job.id))} />
      ))}
    </section>
  );
}

function TrayRow({ job, onDismiss }: { job: Job; onDismiss: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const detail =
    job.status === "failed" && job.error
      ? errorText(new ApiError(job.error, 500))
      : job.status === "done" && job.result
        ? t("common.jobs.loaded", { count: job.result.loaded, shown: format.exact(job.result.loaded) })
        : job.status === "running" && job.stage
          ? t(`common.jobs.stage.${job.stage}`)
          : t(`common.jobs.status.${job.status}`);
  return (
    <div className="tray-row" role="status">
      <span className={`tray-mark tray-${job.status}`} aria-hidden="true">
        {job.status === "done" && <CheckCircleFilled aria-hidden="true" />}
        {job.status === "failed" && <CloseCircleFilled aria-hidden="true" />}
        {job.status === "cancelled" && <StopFilled aria-hidden="true" />}
        {!isOver(job) && (
          <Progress
            type="circle"
            size={18}
            percent={Math.round((job.progress ?? 0) * 100)}
            showInfo={false}
            strokeWidth={14}
          />
        )}
      </span>
      <span className="tray-text">
        <b>{t(`common.jobs.kind.${job.kind}`, { name: job.name })}</b>
        <span>
          {detail}
          {!isOver(job) && job.progress != null && ` · ${Math.round(job.progress * 100)}%`}
        </span>
      </span>
      {job.status === "done" && job.project_id && (
        <Link to={paths.overview(job.project_id)}>{t("common.jobs.look")}</Link>
      )}
      {isOver(job) && (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t("common.close")}
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
