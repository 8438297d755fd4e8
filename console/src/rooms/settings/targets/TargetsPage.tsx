import { PlusOutlined, SendOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { targetsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { AddedTarget } from "@/contract";
import { EmptyState, Page, QueryView, useAllowed } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";
import { AddDrawer } from "./AddDrawer";
import { TargetCard } from "./TargetCard";
import "../settings.css";
import "./targets.css";

/** Where segments may go outside, and whether what is pushed there arrives. */
export function TargetsPage() {
  const { t } = useTranslation();
  const project = useProject();
  const allowed = useAllowed();
  const { get, set } = useUrlState();
  const targets = useQuery(targetsQuery(project.id));
  // A secret that was made is kept nowhere but here, while its drawer is open.
  const [added, setAdded] = useState<AddedTarget | null>(null);
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={() => set({ add: 1 })}
      {...allowed("manage_targets")}
    >
      {t("push.targets.add")}
    </Button>
  );
  return (
    <Page
      title={t("push.targets.title")}
      subtitle={t("push.targets.subtitle")}
      actions={targets.data && targets.data.length > 0 ? add : undefined}
    >
      <QueryView query={targets} skeleton={<ListSkeleton rows={4} />}>
        {(found) =>
          found.length === 0 ? (
            <EmptyState
              title={t("push.targets.empty.title")}
              text={t("push.targets.empty.text")}
              art={<Way />}
              action={add}
            />
          ) : (
            <div className="settings-stack">
              {found.map((target) => (
                <TargetCard key={target.id} target={target} />
              ))}
              <p className="settings-note">{t("push.targets.note")}</p>
            </div>
          )
        }
      </QueryView>
      <AddDrawer
        open={get("add") === "1" || added !== null}
        added={added}
        onAdded={(made) => {
          if (made.secret) setAdded(made);
          else set({ add: null });
        }}
        onClose={() => {
          setAdded(null);
          set({ add: null });
        }}
      />
    </Page>
  );
}

/** From a segment to a system outside. */
function Way() {
  const { t } = useTranslation();
  return (
    <div className="target-way">
      <TeamOutlined /> <b>{t("push.segment")}</b> <SendOutlined /> <b>https://crm.example.com</b>
    </div>
  );
}
