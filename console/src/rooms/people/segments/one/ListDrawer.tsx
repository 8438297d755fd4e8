import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { Drawer, Pagination } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PeoplePage } from "@/contract";
import { EmptyState, PeopleTable, QueryView } from "@/ui";
import { PAGE } from "../queries";

// biome-ignore lint/suspicious/noExplicitAny: each list has a key of its own
type Asked = UseQueryOptions<PeoplePage, Error, PeoplePage, any>;

interface Props {
  title: string;
  query: (page: number) => Asked;
  extra?: ReactNode;
  onClose: () => void;
}

/** A list of people that is not behind a figure of an answer: who entered, who left, who is in some of many. */
export function ListDrawer({ title, query, extra, onClose }: Props) {
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={title}
      classNames={{ body: "people-drawer" }}
      extra={extra}
    >
      <PeopleList query={query} />
    </Drawer>
  );
}

/** A list of people, a page at a time. */
export function PeopleList({ query: asked }: Pick<Props, "query">) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const [page, setPage] = useState(1);
  const query = useQuery(asked(page));
  return (
    <QueryView query={query}>
      {(data) =>
        data.total === 0 ? (
          <EmptyState title={t("common.people.none")} text={t("segments.list.nobody")} />
        ) : (
          <>
            <p className="people-total">
              {t("common.people.total", { count: data.total, shown: format.exact(data.total) })}
            </p>
            <PeopleTable people={data.people} />
            {data.total > PAGE && (
              <Pagination
                className="people-pages"
                current={page}
                pageSize={PAGE}
                total={data.total}
                showSizeChanger={false}
                onChange={setPage}
              />
            )}
          </>
        )
      }
    </QueryView>
  );
}
