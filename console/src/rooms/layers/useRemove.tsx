import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useUrlState } from "@/base/url";
import type { DefinedLayers } from "@/contract";
import { useErrorText } from "@/ui";
import { useLayersActions } from "./queries";

interface Use {
  kind: string;
  id: string;
  name: string;
}

/** Deletes layers with a way back; where something looks at them, says what. */
export function useRemove(): (layers: DefinedLayers) => void {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { set } = useUrlState();
  const { message, modal } = App.useApp();
  const { remove, restore } = useLayersActions();
  const failed = (error: unknown) => void message.error(errorText(error));
  const back = (layers: DefinedLayers) => (
    <>
      {t("layers.removed", { name: layers.name })}{" "}
      <Button
        type="link"
        size="small"
        onClick={() => restore.mutateAsync(layers.id).then(() => message.destroy(), failed)}
      >
        {t("layers.undo")}
      </Button>
    </>
  );
  // Whatever asked may be gone with the list by then; callbacks given to mutate() would go with it.
  return (layers) =>
    remove.mutateAsync(layers.id).then(
      () => {
        set({ show: null, with: null });
        message.success({ duration: 8, content: back(layers) });
      },
      (error) => {
        if (!(error instanceof ApiError && error.code === "layers_used")) return failed(error);
        modal.warning({
          title: t("layers.used", { name: layers.name }),
          content: (
            <ul>
              {((error.params.used_by ?? []) as Use[]).map((use) => (
                <li key={`${use.kind}:${use.id}`}>
                  {t(`layers.usedBy.${use.kind}`, { name: use.name, defaultValue: use.name })}
                </li>
              ))}
            </ul>
          ),
          okText: t("common.close"),
        });
      },
    );
}
