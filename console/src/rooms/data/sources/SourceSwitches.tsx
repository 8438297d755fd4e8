import { App, Button, Popconfirm, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { Source } from "@/contract";
import { useAllowed, useErrorText } from "@/ui";
import { useSourceChange } from "../stream/queries";

/** Debugging on or off; archive, or take back into use. */
export function SourceSwitches({ source, events }: { source: Source; events: number }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const kept = useAllowed()("manage_sources");
  const change = useSourceChange(project.id);
  const put = (what: { debug?: boolean; archived?: boolean }, said: string) =>
    change.mutate(
      { id: source.id, ...what },
      { onSuccess: () => message.success(said), onError: (error) => message.error(errorText(error)) },
    );
  const archived = source.archived_at !== null;
  return (
    <section className="source-switches">
      <div className="source-debug">
        <Switch
          id="source-debug"
          aria-label={t("sources.form.debug")}
          checked={source.debug}
          loading={change.isPending}
          {...kept}
          onChange={(debug) =>
            put({ debug }, t(debug ? "sources.detail.debugOn" : "sources.detail.debugOff"))
          }
        />
        <div>
          <b>{t("sources.form.debug")}</b>
          <small>{t("sources.form.debugText")}</small>
        </div>
      </div>
      <Popconfirm
        title={t(archived ? "sources.detail.restoreTitle" : "sources.detail.archiveTitle", {
          name: source.name,
        })}
        description={
          archived
            ? t("sources.detail.restoreText")
            : t("sources.detail.archiveText", { count: events, shown: format.exact(events) })
        }
        okText={t(archived ? "sources.detail.restore" : "sources.detail.archive")}
        cancelText={t("common.cancel")}
        okButtonProps={{ danger: !archived }}
        onConfirm={() =>
          put({ archived: !archived }, t(archived ? "sources.detail.restored" : "sources.detail.archived"))
        }
      >
        <Button danger={!archived} {...kept}>
          {t(archived ? "sources.detail.restore" : "sources.detail.archive")}
        </Button>
      </Popconfirm>
    </section>
  );
}
