import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Select, Skeleton } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { useSettled } from "@/base/settled";
import type { Profile } from "@/contract";
import { QueryView, useErrorText } from "@/ui";
import { peopleQuery } from "../queries";
import { mergePreviewQuery, useMerge } from "./queries";
import { Sides } from "./Sides";

interface Props {
  profile: Profile;
  open: boolean;
  onClose: () => void;
  /** The person whose page it is now is part of another one or has more ids; the page shows whom. */
  onMerged: (person: number) => void;
}

/** Another person who is the same: found by id, both shown, then made one. */
export function MergeDrawer({ profile, open, onClose, onMerged }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={640} destroyOnHidden title={t("people.merge.title")}>
      <Merging profile={profile} onMerged={onMerged} />
    </Drawer>
  );
}

function Merging({ profile, onMerged }: Pick<Props, "profile" | "onMerged">) {
  const { t } = useTranslation();
  const id = useId();
  const project = useProject();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const [search, setSearch] = useState("");
  const [other, setOther] = useState<number | null>(null);
  const { settled } = useSettled(search.trim(), 200);
  const into = profile.distinct_ids[0] ?? "";
  const people = useQuery({
    ...peopleQuery(project.id, settled, "last_seen", "desc", 1),
    enabled: settled !== "",
  });
  const preview = useQuery(mergePreviewQuery(project.id, other, profile.person_id));
  const merge = useMerge(project.id);
  const found = (settled === "" ? [] : (people.data?.people ?? [])).filter(
    (person) => person.person_id !== profile.person_id,
  );

  return (
    <div className="merge-steps">
      <p>{t("people.merge.text", { id: into })}</p>
      <div>
        <label htmlFor={id}>{t("people.merge.find")}</label>
        <Select
          id={id}
          autoFocus
          className="merge-find"
          showSearch={{ filterOption: false, onSearch: setSearch }}
          value={other}
          placeholder={t("people.merge.example")}
          notFoundContent={settled === "" ? null : people.isFetching ? "…" : t("people.merge.nobody")}
          onChange={(next: number) => {
            merge.reset();
            setOther(next);
          }}
          options={found.map((person) => ({
            value: person.person_id,
            label: `${person.distinct_id} · ${t("people.timeline.count", {
              count: person.events,
            })}`,
          }))}
        />
      </div>
      {other !== null && (
        <QueryView query={preview} skeleton={<Skeleton active />}>
          {(both) => (
            <>
              <Sides preview={both} joined />
              <p>{t("people.merge.undoable")}</p>
              {merge.error && <Alert type="error" showIcon title={errorText(merge.error)} />}
              <div>
                <Button
                  type="primary"
                  loading={merge.isPending}
                  onClick={() =>
                    merge.mutate(
                      { from: other, into: profile.person_id },
                      {
                        onSuccess: (entry) => {
                          message.success(t("people.merge.done"));
                          onMerged(entry.person_id);
                        },
                      },
                    )
                  }
                >
                  {t("people.merge.do")}
                </Button>
              </div>
            </>
          )}
        </QueryView>
      )}
    </div>
  );
}
