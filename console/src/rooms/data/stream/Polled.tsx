import type { UseQueryResult } from "@tanstack/react-query";
import { Alert } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { QueryView } from "@/ui";

interface Props<T> {
  query: UseQueryResult<T>;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

/** What is asked for again and again: when that fails, what came last stays and says that it is old. */
export function Polled<T>({ query, skeleton, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data === undefined)
    return (
      <QueryView query={query} skeleton={skeleton}>
        {children}
      </QueryView>
    );
  return (
    <>
      {query.error && <Alert className="polled-lost" type="warning" showIcon title={t("live.lost")} />}
      {children(query.data)}
    </>
  );
}
