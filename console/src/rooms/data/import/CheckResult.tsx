import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { api, body, jobsQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { ImportResult, Job } from "@/contract";
import { useErrorText } from "@/ui";
import { importsQuery, jobQuery, previewQuery } from "../queries";
import { ActionBar } from "./ActionBar";
import { mappingOf, planOf } from "./draft";
import { ResultDetails } from "./ResultDetails";
import { ResultFigures } from "./ResultFigures";
import { useDraft } from "./useDraft";

interface Props {
  job: Job;
  result: ImportResult;
  upload: string | null;
}

/** What importing the file would do, in figures; nothing is stored yet. */
export function CheckResult({ job, result, upload }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { set } = useUrlState();
  const start = useStart(upload);
  const nothing = result.loaded === 0;
  const known = nothing && result.duplicates > 0 && result.bad === 0;
  return (
    <>
      <Alert
        type={nothing ? "warning" : "success"}
        showIcon
        title={
          nothing
            ? t(known ? "data.import.result.allKnown" : "data.import.result.nothing")
            : t("data.import.result.would", { count: result.loaded, shown: format.exact(result.loaded) })
        }
        description={nothing ? undefined : t("data.import.result.notYet")}
      />
      <ResultFigures result={result} dry />
      <ResultDetails job={job} result={result} />
      <div aria-live="polite">
        {start.error && <Alert type="error" showIcon title={errorText(start.error)} />}
      </div>
      <ActionBar>
        {upload && <Button onClick={() => set({ job: null })}>{t("data.import.changeColumns")}</Button>}
        {nothing || !upload ? (
          <Button type="primary" onClick={() => set({ upload: null, file: null, map: null, job: null })}>
            {t("data.import.otherFile")}
          </Button>
        ) : (
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate()}>
            {t("data.import.start", { count: result.loaded, shown: format.exact(result.loaded) })}
          </Button>
        )}
      </ActionBar>
    </>
  );
}

/** Start the import with the very mapping that was checked. */
function useStart(upload: string | null) {
  const project = useProject();
  const client = useQueryClient();
  const { set } = useUrlState();
  const { draft } = useDraft();
  const reading = { format: draft.format, encoding: draft.encoding, delimiter: draft.delimiter };
  // Asked for now, so that the click need not wait.
  const preview = useQuery({ ...previewQuery(project.id, upload ?? "", reading), enabled: upload !== null });
  return useMutation({
    mutationFn: async () => {
      const head = preview.data ?? (await client.fetchQuery(previewQuery(project.id, upload ?? "", reading)));
      return body(
        api.POST("/api/projects/{project_id}/imports", {
          params: { path: { project_id: project.id } },
          body: { upload_id: upload ?? "", mapping: mappingOf(head, planOf(head, draft)), dry_run: false },
        }),
      );
    },
    onSuccess: (job) => {
      client.setQueryData(jobQuery(project.id, job.id).queryKey, job);
      client.invalidateQueries({ queryKey: jobsQuery.queryKey });
      client.invalidateQueries({ queryKey: importsQuery(project.id).queryKey });
      set({ job: job.id }, { replace: true });
    },
  });
}
