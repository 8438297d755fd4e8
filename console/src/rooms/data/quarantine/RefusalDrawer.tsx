import { DownloadOutlined, RedoOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert, Button, Drawer, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { ReasonCount, Refusal } from "@/contract";
import { ErrorState, Moment, useAllowed, useEventName } from "@/ui";
import { Json } from "../stream/Json";
import { tidy } from "../stream/json";
import { refusalsQuery } from "../stream/queries";
import { useReasonName } from "../stream/useReasonName";
import { DismissButton } from "./DismissButton";
import { downloadPath } from "./download";
import { ReplayResult } from "./ReplayResult";
import type { Replaying } from "./useReplaying";

/** Where the cause of a reason is put right, where that is in this console. */
const CURE: Record<string, "plan" | "rules"> = {
  blocked_event: "plan",
  blocked_property: "plan",
  missing_property: "plan",
  wrong_type: "plan",
  not_allowed: "plan",
  time_in_future: "rules",
  time_too_early: "rules",
};

interface Props {
  code: string | null;
  source: string | null;
  reasons: ReasonCount[];
  replaying: Replaying;
  onClose: () => void;
}

/** One reason: what to do about it, samples as they came, and what can be done with them here. */
export function RefusalDrawer({ code, source, reasons, replaying, onClose }: Props) {
  const named = useReasonName();
  const of = reasons.filter((one) => one.code === code && (source === null || one.source_id === source));
  const count = of.reduce((sum, one) => sum + one.count, 0);
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={720}
      destroyOnHidden
      title={code === null ? " " : [named(code), source ? of[0]?.source : null].filter(Boolean).join(" · ")}
    >
      {code !== null && (
        <Opened code={code} source={source} count={count} replaying={replaying} onClose={onClose} />
      )}
    </Drawer>
  );
}

function Opened({
  code,
  source,
  count,
  replaying,
  onClose,
}: Omit<Props, "reasons" | "code"> & { code: string; count: number }) {
  const { t } = useTranslation();
  const kept = useAllowed()("manage_sources");
  const project = useProject();
  const chosen = { code, source };
  const cure = CURE[code];
  const samples = useInfiniteQuery(refusalsQuery(project.id, chosen));
  return (
    <div className="refusals">
      <ReplayResult replaying={replaying} />
      <Alert
        type="info"
        action={cure && <Link to={paths[cure](project.id)}>{t(`shell.page.${cure}`)}</Link>}
        title={
          <>
            <b>{t("quarantine.whatToDo")}</b>{" "}
            {t(`quarantine.advice.${code}`, { defaultValue: t("quarantine.adviceUnknown") })}
          </>
        }
      />
      <div className="refusals-actions">
        <Button
          type="primary"
          icon={<RedoOutlined aria-hidden="true" />}
          title={t("quarantine.replayText")}
          loading={replaying.isPending}
          onClick={() => replaying.replay(chosen)}
          {...kept}
        >
          {t("quarantine.replay")}
        </Button>
        <Button icon={<DownloadOutlined aria-hidden="true" />} href={downloadPath(project.id, chosen)}>
          {t("quarantine.download")}
        </Button>
        <DismissButton chosen={chosen} count={count} label={t("quarantine.dismiss")} onDone={onClose} />
      </div>
      <h2>{t("quarantine.samples")}</h2>
      {samples.error && !samples.data ? (
        <ErrorState error={samples.error} retry={() => samples.refetch()} />
      ) : samples.data === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : (
        <>
          {samples.data.pages
            .flatMap((page) => page.refusals)
            .map((one) => (
              <Sample key={`${one.position}.${one.place}`} refusal={one} />
            ))}
          {samples.hasNextPage && (
            <Button loading={samples.isFetchingNextPage} onClick={() => samples.fetchNextPage()}>
              {t("quarantine.older")}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/** One refused record: what, when, whence, why, and the thing itself. */
function Sample({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = useEventName();
  return (
    <article className="refusal">
      <header>
        <b>{refusal.event ? named(refusal.event) : t("quarantine.nameless")}</b>
        <span>
          {refusal.source} · <Moment at={refusal.received_at} /> · {format.clock(refusal.received_at)}
        </span>
      </header>
      <p>{refusal.message}</p>
      {refusal.raw !== null && <Json value={tidy(refusal.raw)} label={t("quarantine.raw")} />}
    </article>
  );
}
