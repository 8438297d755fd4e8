import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProjectFormat } from "@/base/project";
import type { Push } from "@/contract";
import { useErrorText } from "../useErrorText";
import { Moment } from "../values";
import "./pushes.css";

const LOOK = { fine: "good", waiting: "busy", sending: "busy", retrying: "late", failing: "bad" } as const;

/** Whether a target has what it should: in a word, since when, and what stands in the way. */
export function PushState({ push }: { push: Push }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const error = push.last_error;
  // What was sent once does not follow the segment.
  const sent = push.mode === "once" && push.status === "fine";
  return (
    <div className="push-state">
      <span className={`push-light ${LOOK[push.status]}`} role="status">
        <i aria-hidden="true" />
        {t(`push.status.${sent ? "sent" : push.status}`)}
      </span>
      <span className="push-facts">
        <span>{t("push.delivered", { count: push.delivered, shown: format.exact(push.delivered) })}</span>
        {push.waiting > 0 && (
          <span>{t("push.waiting", { count: push.waiting, shown: format.exact(push.waiting) })}</span>
        )}
        <span>
          {push.last_success_at ? (
            <>
              {t("push.lastSuccess")} <Moment at={push.last_success_at} />
            </>
          ) : (
            t("push.never")
          )}
        </span>
      </span>
      {error && (
        <span className="push-error">
          {errorText(new ApiError({ ...error, field: null, params: error.params }, 422))}
          {push.next_at && ` ${t("push.next", { at: format.clock(push.next_at) })}`}
        </span>
      )}
    </div>
  );
}
