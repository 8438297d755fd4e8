/** What a page shows when there is nothing yet, when it waits, and when something went wrong. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, healthQuery } from "@/base/api";
import { useErrorText } from "./useErrorText";

interface EmptyProps {
  title: string;
  text?: ReactNode;
  /** A picture of what will be here. */
  art?: ReactNode;
  /** The one button that gets there, or two doors. */
  action?: ReactNode;
}

export function EmptyState({ title, text, art, action }: EmptyProps) {
  return (
    <div className="state">
      {art && (
        <div className="state-art" aria-hidden="true">
          {art}
        </div>
      )}
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action && <div className="state-action">{action}</div>}
    </div>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const details =
    error instanceof ApiError
      ? { code: error.code, field: error.field, status: error.status, ...error.params }
      : { error: String(error) };
  return (
    <div className="state" role="alert">
      <h2>{t("common.error.title")}</h2>
      <p>{text(error)}</p>
      {retry && (
        <div className="state-action">
          <Button onClick={retry}>{t("common.retry")}</Button>
        </div>
      )}
      <details>
        <summary>{t("common.error.details")}</summary>
        <pre>{JSON.stringify(details, null, 2)}</pre>
      </details>
    </div>
  );
}

/** Whether a wait is longer than a second. */
function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}

/** Says what is being done once a wait is longer than a second. */
export function SlowNote({ text }: { text: string }) {
  const slow = useSlow();
  return (
    <div className="slow-note" role="status">
      {slow ? text : ""}
    </div>
  );
}

/** The same of the server: at the first start after an installation its engine is made ready before it answers. */
function Waiting() {
  const { t } = useTranslation();
  const slow = useSlow();
  const { data } = useQuery({ ...healthQuery, enabled: slow });
  const ready = data?.preparing;
  const preparing = typeof ready === "number";
  return (
    <div className="slow-note">
      <span role="status">{slow ? t(preparing ? "common.preparing" : "common.computing") : ""}</span>
      {slow && preparing && <progress value={ready} max={1} aria-label={t("common.preparing")} />}
    </div>
  );
}

interface QueryViewProps<T> {
  query: Pick<
    UseQueryResult<T>,
    "data" | "error" | "isPending" | "isPlaceholderData" | "isFetching" | "refetch"
  >;
  /** In the shape of what will come; a list of lines when not given. */
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** The three states of a query. An earlier answer stays, dimmed, while a new one is computed. */
export function QueryView<T>({ query, skeleton, children }: QueryViewProps<T>) {
  if (query.error && !query.isFetching)
    return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (query.data === undefined) {
    return (
      <div aria-busy="true">
        {skeleton ?? <Skeleton active title={false} paragraph={{ rows: 6 }} />}
        <Waiting />
      </div>
    );
  }
  return (
    <>
      {query.isPlaceholderData && (
        <div className="waiting-over">
          <Waiting />
        </div>
      )}
      <div className={query.isPlaceholderData ? "dimmed" : "settled"} aria-busy={query.isPlaceholderData}>
        {children(query.data)}
      </div>
    </>
  );
}
