import { DownloadOutlined, RedoOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import { Card, EmptyState, Page, useAllowed } from "@/ui";
import { Polled } from "../stream/Polled";
import { quarantineQuery } from "../stream/queries";
import { TableSkeleton } from "../TableSkeleton";
import { DismissButton } from "./DismissButton";
import { downloadPath } from "./download";
import { matrixOf } from "./matrix";
import { ReasonTable } from "./ReasonTable";
import { RefusalDrawer } from "./RefusalDrawer";
import { ReplayResult } from "./ReplayResult";
import { useReplaying } from "./useReplaying";
import "../data.css";
import "./quarantine.css";

const ALL = "";

/** What was refused, why, and how to get it in after all. */
export function QuarantinePage() {
  const { t } = useTranslation();
  const kept = useAllowed()("manage_sources");
  const project = useProject();
  const format = useProjectFormat();
  const navigate = useNavigate();
  const { get, set } = useUrlState();
  const source = get("source");
  const quarantine = useQuery(quarantineQuery(project.id));
  const replaying = useReplaying(project.id);
  const whole = matrixOf(quarantine.data?.reasons ?? [], null);
  const matrix = matrixOf(quarantine.data?.reasons ?? [], source);
  const total = matrix.rows.reduce((sum, row) => sum + row.total, 0);
  const chosen = { code: null, source };

  return (
    <Page
      title={t("quarantine.title")}
      subtitle={
        total > 0
          ? t("quarantine.subtitleCount", { count: total, shown: format.exact(total) })
          : t("quarantine.subtitle")
      }
      actions={
        total > 0 && (
          <>
            <DismissButton chosen={chosen} count={total} label={t("quarantine.dismissAll")} />
            <Button icon={<DownloadOutlined aria-hidden="true" />} href={downloadPath(project.id, chosen)}>
              {t("quarantine.downloadAll")}
            </Button>
            <Button
              type="primary"
              icon={<RedoOutlined aria-hidden="true" />}
              title={t("quarantine.replayText")}
              loading={replaying.isPending}
              onClick={() => replaying.replay(chosen)}
              {...kept}
            >
              {t("quarantine.replayAll")}
            </Button>
          </>
        )
      }
      filters={
        whole.sources.length > 1 || source !== null ? (
          <Select
            aria-label={t("live.filter.source")}
            value={source ?? ALL}
            popupMatchSelectWidth={false}
            onChange={(next) => set({ source: next })}
            options={[
              { value: ALL, label: t("live.filter.all") },
              ...whole.sources.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        ) : undefined
      }
    >
      <ReplayResult replaying={replaying} />
      <Polled query={quarantine} skeleton={<TableSkeleton rows={5} />}>
        {() =>
          total === 0 ? (
            <EmptyState
              title={t("quarantine.empty.title")}
              text={t("quarantine.empty.text")}
              action={
                <Button onClick={() => navigate(paths.live(project.id))}>
                  {t("quarantine.empty.action")}
                </Button>
              }
            />
          ) : (
            <Card flush>
              <ReasonTable
                matrix={matrix}
                busy={replaying.isPending}
                onOpen={(code, of) => set({ code, of })}
                onReplay={(code) => replaying.replay({ code, source })}
              />
            </Card>
          )
        }
      </Polled>
      <RefusalDrawer
        code={get("code")}
        source={get("of") ?? source}
        reasons={quarantine.data?.reasons ?? []}
        replaying={replaying}
        onClose={() => set({ code: null, of: null })}
      />
    </Page>
  );
}
