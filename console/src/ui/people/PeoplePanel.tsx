import { useQuery } from "@tanstack/react-query";
import { Alert, Drawer, Pagination } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { peopleBehindQuery } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import type { Question } from "@/contract";
import { Explained } from "../explained/Explained";
import { EmptyState, QueryView } from "../states";
import { PeopleTable } from "./PeopleTable";
import { SaveSegment } from "./SaveSegment";
import { usePeopleBehind } from "./usePeopleBehind";

const PAGE = 50;

/** The drawer with the people behind a figure. */
export default function PeoplePanel() {
  const { t } = useTranslation();
  const { address, question, close } = usePeopleBehind();
  const { state } = useLocation() as { state: { title?: string | null; figure?: number | null } | null };
  const open = address !== null && question !== null;
  return (
    <Drawer
      open={open}
      onClose={close}
      size={720}
      destroyOnHidden
      title={state?.title ?? t("common.people.title")}
      classNames={{ body: "people-drawer" }}
      extra={open && <SaveSegment question={question} address={address} />}
    >
      {open && <Behind key={address} question={question} address={address} figure={state?.figure ?? null} />}
    </Drawer>
  );
}

function Behind({
  question,
  address,
  figure,
}: {
  question: Question;
  address: string;
  figure: number | null;
}) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const [page, setPage] = useState(1);
  const query = useQuery(peopleBehindQuery(project.id, question, address, PAGE, (page - 1) * PAGE));
  return (
    <QueryView query={query}>
      {(data) =>
        data.total === 0 ? (
          <EmptyState title={t("common.people.none")} text={t("common.people.noneText")} />
        ) : (
          <>
            <p className="people-total">
              {t("common.people.total", { count: data.total, shown: format.exact(data.total) })}
            </p>
            {figure !== null && figure !== data.total && (
              <Alert
                type="warning"
                showIcon
                title={t("common.people.moved", { figure: format.exact(figure) })}
              />
            )}
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
            <Explained question={question} address={address} />
          </>
        )
      }
    </QueryView>
  );
}
