import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api, body } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { ErrorBody, Preview } from "@/contract";
import { ErrorState, QueryView, useErrorText } from "@/ui";
import { jobQuery, previewQuery } from "../queries";
import { ActionBar } from "./ActionBar";
import { Advanced } from "./Advanced";
import { formField, mappingOf, missing, planOf } from "./draft";
import { FieldErrors, focusField } from "./Field";
import { OtherColumns } from "./OtherColumns";
import { PreviewCard } from "./PreviewCard";
import { RolesCard } from "./RolesCard";
import { SetupSkeleton } from "./SetupSkeleton";
import { draftText, useDraft } from "./useDraft";

interface Props {
  upload: string;
  /** What an earlier check of this file was refused for. */
  refused?: ErrorBody | null;
}

/** Say what the columns are. Everything is proposed; one button leads on. */
export function Setup({ upload, refused }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { set } = useUrlState();
  const { draft, change } = useDraft();
  const [asked, setAsked] = useState(false);
  const [changed, setChanged] = useState(false);
  const reading = { format: draft.format, encoding: draft.encoding, delimiter: draft.delimiter };
  const query = useQuery(previewQuery(project.id, upload, reading));
  const startAgain = () => set({ upload: null, file: null, map: null, job: null });

  const check = useMutation({
    mutationFn: (preview: Preview) =>
      body(
        api.POST("/api/projects/{project_id}/imports", {
          params: { path: { project_id: project.id } },
          body: { upload_id: upload, mapping: mappingOf(preview, planOf(preview, draft)), dry_run: true },
        }),
      ),
    onSuccess: (job) => {
      client.setQueryData(jobQuery(project.id, job.id).queryKey, job);
      set({ map: draftText(draft), job: job.id });
    },
  });

  const refusedField = refused ? formField(refused.field) : null;
  const shown = query.data !== undefined;
  useEffect(() => {
    if (refusedField && shown) focusField(refusedField);
  }, [refusedField, shown]);

  // A reading the file does not bear (an encoding, a delimiter) is an error at its field, not the end of the page.
  const last = useLast(query.isPlaceholderData ? undefined : query.data) ?? query.data;
  const readError = query.error instanceof ApiError && formField(query.error.field) ? query.error : null;
  if (query.error && !(readError && last))
    return (
      <>
        <ErrorState error={query.error} retry={() => query.refetch()} />
        <div className="state-action import-again">
          <Button onClick={startAgain}>{t("data.import.otherFile")}</Button>
        </div>
      </>
    );

  const failure = check.error ?? readError ?? (refused && !changed ? new ApiError(refused, 422) : null);
  const field = failure instanceof ApiError ? formField(failure.field) : null;

  return (
    <QueryView query={{ ...query, error: null, data: query.data ?? last }} skeleton={<SetupSkeleton />}>
      {(preview: Preview) => {
        const plan = planOf(preview, draft);
        const lacking = missing(plan);
        const errors = new Map<string, string>();
        if (asked) for (const name of lacking) errors.set(name, t(`data.import.needed.${name}`));
        if (failure && field) errors.set(field, errorText(failure));
        const onChange: Parameters<typeof RolesCard>[0]["onChange"] = (wanted) => {
          check.reset();
          setChanged(true);
          change(preview, wanted);
        };
        const parts = { preview, plan, onChange };
        return (
          <FieldErrors value={errors}>
            <form
              className="setup"
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                setAsked(true);
                if (lacking[0]) focusField(lacking[0]);
                else check.mutate(preview);
              }}
            >
              <PreviewCard {...parts} />
              <RolesCard {...parts} />
              <OtherColumns {...parts} />
              <Advanced {...parts} open={plan.where !== "" || errors.has("where") || errors.has("id")} />
              <div aria-live="polite">
                {failure && !field && <Alert type="error" showIcon title={errorText(failure)} />}
              </div>
              <ActionBar note={t("data.import.checkNote")}>
                <Button onClick={startAgain}>{t("data.import.otherFile")}</Button>
                <Button type="primary" htmlType="submit" loading={check.isPending}>
                  {t("data.import.check")}
                </Button>
              </ActionBar>
            </form>
          </FieldErrors>
        );
      }}
    </QueryView>
  );
}

/** The last value that was there. */
function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
