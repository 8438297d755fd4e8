import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { api, body } from "@/base/api";
import type { Job } from "@/contract";
import { jobQuery } from "../queries";

/** How far the work is and what is being done. It goes on when one leaves the page. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const check = job.kind === "dry_run";
  const cancel = useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/projects/{project_id}/imports/{job_id}/cancel", {
          params: { path: { project_id: job.project_id, job_id: job.id } },
        }),
      ),
    onSuccess: (stopped) => client.setQueryData(jobQuery(job.project_id, job.id).queryKey, stopped),
  });
  const stage =
    job.status === "queued" || !job.stage
      ? t("common.jobs.status.queued")
      : t(`common.jobs.stage.${job.stage}`);
  const title = t(check ? "data.import.checking" : "data.import.importing", { name: job.name });
  return (
    <div className="card sending">
      <b>{title}</b>
      <Progress percent={Math.floor((job.progress ?? 0) * 100)} aria-label={title} />
      <div className="sending-foot">
        <span role="status">
          {stage}
          <br />
          {t(check ? "data.import.checkingText" : "data.import.importingText")}
        </span>
        <Button onClick={() => cancel.mutate()} loading={cancel.isPending}>
          {t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}
