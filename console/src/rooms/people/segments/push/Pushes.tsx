import { SendOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { pushesQuery, usePushes } from "@/base/api";
import { useProject } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { Push, Segment } from "@/contract";
import { Card, PushState, QueryView, useErrorText, useMay } from "@/ui";
import { PushDrawer } from "./PushDrawer";
import "./push.css";

/** Opens the form by which a segment is pushed. */
export function PushButton() {
  const { t } = useTranslation();
  const { set } = useUrlState();
  if (!useMay()("push_segments")) return null;
  return (
    <Button icon={<SendOutlined aria-hidden="true" />} onClick={() => set({ push: "new" })}>
      {t("push.do")}
    </Button>
  );
}

/** Where a segment is pushed to, and whether it arrives; nothing where it is not and nobody may. */
export function Pushes({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const query = useQuery(pushesQuery(project.id, segment.id));
  const opened = get("push");
  const changed = query.data?.find((push) => push.target.id === opened);
  const may = useMay()("push_segments");
  return (
    <>
      {query.data?.length !== 0 && (
        <Card title={t("push.title")}>
          <QueryView query={query}>
            {(pushes) => (
              <ul className="pushes">
                {pushes.map((push) => (
                  <Row key={push.id} push={push} may={may} onChange={() => set({ push: push.target.id })} />
                ))}
              </ul>
            )}
          </QueryView>
        </Card>
      )}
      {may && opened && (
        <PushDrawer
          key={opened}
          segment={segment}
          {...(changed ? { push: changed } : {})}
          onClose={() => set({ push: null })}
        />
      )}
    </>
  );
}

function Row({ push, may, onChange }: { push: Push; may: boolean; onChange: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const errorText = useErrorText();
  const { message, modal } = App.useApp();
  const { now, stop } = usePushes(project.id);
  const onError = (error: unknown) => void message.error(errorText(error));
  const name = push.target.name;
  return (
    <li>
      <div>
        <p className="push-what">
          <b>{name}</b> <Tag variant="filled">{t(`push.mode.${push.mode}`)}</Tag>
          {push.unmasked && <Tag color="warning">{t("push.unmasked")}</Tag>}
        </p>
        <PushState push={push} />
      </div>
      {may && (
        <span className="push-actions">
          <Button
            aria-label={t("push.nowOf", { name })}
            loading={now.isPending}
            onClick={() => now.mutate(push.id, { onError })}
          >
            {t("push.now")}
          </Button>
          <Button aria-label={t("push.changeOf", { name })} onClick={onChange}>
            {t("push.change")}
          </Button>
          <Button
            aria-label={t("push.stopOf", { name })}
            onClick={() =>
              modal.confirm({
                title: t("push.stopTitle", { name }),
                content: t("push.stopText"),
                okText: t("push.stop"),
                cancelText: t("common.cancel"),
                onOk: () => stop.mutateAsync(push.id).catch(onError),
              })
            }
          >
            {t("push.stop")}
          </Button>
        </span>
      )}
    </li>
  );
}
