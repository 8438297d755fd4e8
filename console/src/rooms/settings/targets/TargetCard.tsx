import { App, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError, usePushes } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { Target, TargetTest } from "@/contract";
import { Card, PushState, useAllowed, useErrorText } from "@/ui";

/** One target: where it is, whether it can be reached, and what is pushed there. */
export function TargetCard({ target }: { target: Target }) {
  const { t } = useTranslation();
  const project = useProject();
  const allowed = useAllowed();
  const errorText = useErrorText();
  const { message, modal } = App.useApp();
  const { test, remove } = usePushes(project.id);
  const confirm = () =>
    modal.confirm({
      title: t("push.targets.removeTitle", { name: target.name }),
      content: t("push.targets.removeText"),
      okText: t("push.targets.remove"),
      okButtonProps: { danger: true },
      cancelText: t("common.cancel"),
      onOk: () =>
        remove.mutateAsync(target.id).catch((error: unknown) => void message.error(errorText(error))),
    });
  return (
    <Card
      title={
        <span className="target-name">
          {target.name} <Tag>{t(`push.kind.${target.kind}`)}</Tag>
        </span>
      }
      extra={
        <span className="target-actions">
          <Button
            loading={test.isPending}
            aria-label={t("push.targets.testOf", { name: target.name })}
            onClick={() => test.mutate(target.id)}
          >
            {t("push.targets.test")}
          </Button>
          <Button
            danger
            aria-label={t("push.targets.removeOf", { name: target.name })}
            onClick={confirm}
            {...allowed("manage_targets")}
          >
            {t("push.targets.remove")}
          </Button>
        </span>
      }
    >
      <div className="target-body">
        <code className="target-address">{target.address}</code>
        {test.data && <Tested found={test.data} />}
        {test.error && <p className="target-tested bad">{errorText(test.error)}</p>}
        {target.pushes.length === 0 ? (
          <p className="settings-note">{t("push.targets.nothing")}</p>
        ) : (
          <ul className="target-pushes">
            {target.pushes.map((push) => (
              <li key={push.id}>
                <span>
                  <Link to={paths.segment(project.id, push.segment.id)}>{push.segment.name}</Link>{" "}
                  <Tag variant="filled">{t(`push.mode.${push.mode}`)}</Tag>
                  {push.unmasked && <Tag color="warning">{t("push.unmasked")}</Tag>}
                </span>
                <PushState push={push} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

/** What came of a try, in words. */
function Tested({ found }: { found: TargetTest }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const ms = format.exact(Math.round(found.milliseconds));
  const { code, message, params } = found;
  return (
    <p className={`target-tested ${found.fine ? "good" : "bad"}`} role="status">
      {code === null
        ? t("push.targets.fine", { ms })
        : errorText(new ApiError({ code, message, params, field: null }, 422))}
    </p>
  );
}
