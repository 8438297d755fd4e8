import { App, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { useAllowed, useErrorText } from "@/ui";
import { type Chosen, useDismiss } from "../stream/queries";

interface Props {
  chosen: Chosen;
  count: number;
  label: string;
  onDone?: () => void;
}

/** Forget refusals, after saying how many and what that means. */
export function DismissButton({ chosen, count, label, onDone }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const kept = useAllowed()("manage_sources");
  const dismiss = useDismiss(project.id);
  const figures = { count, shown: format.exact(count) };
  return (
    <Popconfirm
      title={t("quarantine.dismissTitle", figures)}
      description={<div className="dismiss-text">{t("quarantine.dismissText")}</div>}
      okText={t("quarantine.dismiss")}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: true }}
      onConfirm={() =>
        dismiss.mutateAsync(chosen).then(
          () => {
            message.success(t("quarantine.dismissed", figures));
            onDone?.();
          },
          (error: unknown) => message.error(errorText(error)),
        )
      }
    >
      <Button {...kept}>{label}</Button>
    </Popconfirm>
  );
}
