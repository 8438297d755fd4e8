import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useErrorText } from "@/ui";
import type { Replaying } from "./useReplaying";

/** What replaying did, in figures. */
export function ReplayResult({ replaying }: { replaying: Replaying }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const { result, error, forget } = replaying;
  if (error) return <Alert type="error" showIcon closable onClose={forget} title={errorText(error)} />;
  if (!result) return null;
  const text = t("quarantine.replayed", {
    count: result.requests,
    shown: format.exact(result.requests),
    stored: format.exact(result.stored),
    refused: format.exact(result.refused),
  });
  const left =
    result.left > 0
      ? t("quarantine.replayedLeft", { count: result.left, shown: format.exact(result.left) })
      : undefined;
  return (
    <Alert
      role="status"
      type={result.stored > 0 ? "success" : "info"}
      showIcon
      closable
      onClose={forget}
      title={text}
      description={left}
    />
  );
}
