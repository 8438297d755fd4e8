import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import type { Profile } from "@/contract";
import { Card, QueryView } from "@/ui";
import { MergeTable } from "../merges/MergeTable";
import { mergesQuery } from "../merges/queries";

/** Why this person's ids are theirs, and which were not let in. Nothing where nobody ever asked. */
export function Identity({ profile, onUndo }: { profile: Profile; onUndo: (number: number) => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const merges = useInfiniteQuery(mergesQuery(project.id, { person: profile.person_id }));
  if (merges.data?.pages[0]?.total === 0) return null;
  return (
    <Card flush title={t("people.merges.ofPerson")} className="profile-merges">
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
    </Card>
  );
}
