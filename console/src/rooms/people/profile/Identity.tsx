import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Skeleton, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { SeenId } from "@/contract";
import { Card, Moment, QueryView } from "@/ui";
import { MergeTable } from "../merges/MergeTable";
import { mergesQuery } from "../merges/queries";
import { idsQuery, type Whose } from "./queries";

/** A person's ids with when each was seen, why they are one person's, and which were not let in. */
export function Identity({ of, onUndo }: { of: Whose; onUndo: (number: number) => void }) {
  const { t } = useTranslation();
  const ids = useQuery(idsQuery(of));
  return (
    <Card flush title={t("people.ids.title")} className="profile-merges">
      <QueryView query={ids} skeleton={<Skeleton active title={false} className="ids" />}>
        {(found: SeenId[]) => <Ids ids={found} />}
      </QueryView>
      <Merges of={of} onUndo={onUndo} />
    </Card>
  );
}

function Ids({ ids }: { ids: SeenId[] }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  return (
    <ul className="ids">
      {ids.map((one) => (
        <li key={one.id}>
          <Typography.Text className="about-id" copyable={{ text: one.id }}>
            {one.id}
          </Typography.Text>
          <small>
            {one.first_seen === null ? (
              t("people.ids.unseen")
            ) : (
              <>
                {t("people.ids.events", { count: one.events, shown: format.exact(one.events) })} ·{" "}
                <Moment at={one.first_seen} /> – <Moment at={one.last_seen} />
              </>
            )}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** Nothing where nobody ever asked. */
function Merges({ of, onUndo }: { of: Whose; onUndo: (number: number) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const merges = useInfiniteQuery(mergesQuery(project.id, { person: of.person }));
  if (merges.data?.pages[0]?.total === 0) return null;
  return (
    <>
      <h3 className="card-part ids-merges">{t("people.merges.ofPerson")}</h3>
      <QueryView query={merges}>
        {(data) => (
          <MergeTable
            entries={data.pages.flatMap((page) => page.merges)}
            none={t("people.merges.none")}
            onUndo={onUndo}
            more={
              merges.hasNextPage
                ? { busy: merges.isFetchingNextPage, load: () => merges.fetchNextPage() }
                : undefined
            }
          />
        )}
      </QueryView>
    </>
  );
}
