import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import { Card, EmptyState, Page, QueryView, useAllowed } from "@/ui";
import { ListSkeleton } from "../ListSkeleton";
import { sensitiveQuery } from "../queries";
import { MarkDrawer } from "./MarkDrawer";
import { MaskPicture } from "./MaskPicture";
import { SensitiveTable } from "./SensitiveTable";
import "../settings.css";

/** Which properties say who somebody is, and are masked for whoever need not know. */
export function PrivacyPage() {
  const { t } = useTranslation();
  const project = useProject();
  const allowed = useAllowed();
  const { get, set } = useUrlState();
  const sensitive = useQuery(sensitiveQuery(project.id));
  const mark = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden="true" />}
      onClick={() => set({ mark: 1 })}
      {...allowed("mark_sensitive")}
    >
      {t("settings.privacy.mark")}
    </Button>
  );
  const empty = sensitive.data?.length === 0;
  return (
    <Page
      title={t("settings.privacy.title")}
      subtitle={t("settings.privacy.subtitle")}
      actions={sensitive.data && !empty ? mark : undefined}
    >
      <QueryView query={sensitive} skeleton={<ListSkeleton />}>
        {(properties) =>
          properties.length === 0 ? (
            <EmptyState
              title={t("settings.privacy.empty.title")}
              text={t("settings.privacy.empty.text")}
              art={<MaskPicture />}
              action={mark}
            />
          ) : (
            <div className="settings-stack">
              <Card flush>
                <SensitiveTable properties={properties} />
              </Card>
              <p className="settings-note">{t("settings.privacy.note")}</p>
            </div>
          )
        }
      </QueryView>
      <MarkDrawer
        open={get("mark") === "1"}
        marked={sensitive.data ?? []}
        onClose={() => set({ mark: null })}
      />
    </Page>
  );
}
