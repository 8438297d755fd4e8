import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, projectKey } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { Job } from "@/contract";
import { isOver, QueryView, useErrorText } from "@/ui";
import { jobQuery } from "../queries";
import { TableSkeleton } from "../TableSkeleton";
import { ActionBar } from "./ActionBar";
import { CheckResult } from "./CheckResult";
import { formField } from "./draft";
import { ImportDone } from "./ImportDone";
import { ImportSteps } from "./ImportSteps";
import { JobProgress } from "./JobProgress";
import { Setup } from "./Setup";

/** A check or an import: on its way, done, or stopped. */
export function JobView({ id, upload }: { id: string; upload: string | null }) {
  const project = useProject();
  const client = useQueryClient();
  const query = useQuery({
    ...jobQuery(project.id, id),
    refetchInterval: ({ state }) => (state.error || (state.data && isOver(state.data)) ? false : 500),
  });
  const job = query.data;
  const imported = job?.kind === "import" && job.status === "done";
  useEffect(() => {
    if (imported) client.invalidateQueries({ queryKey: projectKey(project.id) });
  }, [imported, client, project.id]);
  return (
    <QueryView query={query} skeleton={<TableSkeleton rows={6} />}>
      {(found: Job) => (
        <div className="import-stage">
          <Stage job={found} upload={upload} />
        </div>
      )}
    </QueryView>
  );
}

function Stage({ job, upload }: { job: Job; upload: string | null }) {
  const check = job.kind === "dry_run";
  if (!isOver(job)) {
    return (
      <>
        <ImportSteps at={check ? 2 : 3} />
        <JobProgress job={job} />
      </>
    );
  }
  if (job.status === "done" && job.result) {
    return (
      <>
        <ImportSteps at={check ? 2 : 4} />
        {check ? (
          <CheckResult job={job} result={job.result} upload={upload} />
        ) : (
          <ImportDone job={job} result={job.result} />
        )}
      </>
    );
  }
  // A check refused for something in the form leads back to the form, to the field itself.
  if (upload && job.error && formField(job.error.field)) {
    return (
      <>
        <ImportSteps at={1} />
        <Setup upload={upload} refused={job.error} />
      </>
    );
  }
  return (
    <>
      <ImportSteps at={check ? 2 : 3} />
      <Stopped job={job} upload={upload} />
    </>
  );
}

function Stopped({ job, upload }: { job: Job; upload: string | null }) {
  const { t } = useTranslation();
  const { set } = useUrlState();
  const text = useErrorText();
  const failed = job.status === "failed";
  return (
    <>
      <Alert
        type={failed ? "error" : "warning"}
        showIcon
        title={t(failed ? "data.import.stopped.failed" : "data.import.stopped.cancelled", { name: job.name })}
        description={
          <>
            {failed && job.error && <p>{text(new ApiError(job.error, 500))}</p>}
            <p>{t("data.import.stopped.nothing")}</p>
          </>
        }
      />
      <ActionBar>
        <Button onClick={() => set({ upload: null, file: null, map: null, job: null })}>
          {t("data.import.otherFile")}
        </Button>
        {upload && (
          <Button type="primary" onClick={() => set({ job: null })}>
            {t("data.import.changeColumns")}
          </Button>
        )}
      </ActionBar>
    </>
  );
}
