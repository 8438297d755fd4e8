import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import type { DefinedTrait } from "@/contract";
import { useErrorText } from "@/ui";
import { type Use, useStillUsed } from "../uses/Uses";
import { useTraits } from "./queries";

/** Deletes a trait with a way back; where something looks at it, says what. */
export function useRemove(onRemoved?: () => void): (trait: DefinedTrait) => void {
  const { t } = useTranslation();
  const stillUsed = useStillUsed();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { remove, restore } = useTraits();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (trait) =>
    remove.mutate(trait.id, {
      onError: (error) => {
        if (!(error instanceof ApiError && error.code === "trait_used")) return failed(error);
        stillUsed(t("traits.refused", { name: trait.name }), (error.params.used_by ?? []) as Use[]);
      },
      onSuccess: () => {
        onRemoved?.();
        message.success({
          duration: 8,
          content: (
            <>
              {t("traits.removed", { name: trait.name })}{" "}
              <Button
                type="link"
                size="small"
                onClick={() =>
                  restore.mutate(trait.id, { onError: failed, onSuccess: () => message.destroy() })
                }
              >
                {t("traits.undo")}
              </Button>
            </>
          ),
        });
      },
    });
}
