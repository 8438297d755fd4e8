import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProjectFormat } from "@/base/project";
import type { Channel } from "@/contract";
import { Moment, useErrorText } from "@/ui";

const LOOK = {
  new: "busy",
  fine: "good",
  retrying: "late",
  unsure: "late",
  failing: "bad",
  paused: "busy",
} as const;

/** Whether notices arrive: in a word, what waits since when, and what stands in the way. */
export function ChannelState({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const error = channel.last_error;
  return (
    <div className="channel-state">
      <span className={`channel-light ${LOOK[channel.status]}`}>
        <i aria-hidden="true" />
        {t(`channels.status.${channel.status}`)}
      </span>
      <span className="channel-facts">
        {channel.waiting > 0 && channel.waiting_since && (
          <span>
            {t("channels.waiting", { count: channel.waiting, shown: format.exact(channel.waiting) })}{" "}
            <Moment at={channel.waiting_since} />
          </span>
        )}
        <span>
          {channel.last_delivered_at ? (
            <>
              {t("channels.delivered")} <Moment at={channel.last_delivered_at} />
            </>
          ) : (
            t("channels.never")
          )}
        </span>
        {channel.failing_since && (
          <span>
            {t("channels.since")} <Moment at={channel.failing_since} />
          </span>
        )}
        {channel.used_by.length > 0 && (
          <span>
            {t("channels.usedBy", { names: channel.used_by.map((one) => one.name).join(t("push.and")) })}
          </span>
        )}
      </span>
      {error && (
        <span className="channel-error">
          {channel.status === "fine" && `${t("channels.partly")} `}
          {errorText(new ApiError({ ...error, field: null }, 422))}
        </span>
      )}
    </div>
  );
}
