import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { channelsQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";

/** Channels that take no notices: an alert that nobody is told of is worse than none. */
export function FailingChannels() {
  const { t } = useTranslation();
  const project = useProject();
  const channels = useQuery(channelsQuery(project.id));
  const failing = channels.data?.filter(({ status }) => status === "failing" || status === "unsure") ?? [];
  if (failing.length === 0) return null;
  const names = failing.map((channel) => channel.name).join(t("push.and"));
  return (
    <Alert
      type="error"
      showIcon
      title={t("channels.failing", { count: failing.length, names })}
      action={<Link to={paths.channels(project.id)}>{t("channels.look")}</Link>}
    />
  );
}
