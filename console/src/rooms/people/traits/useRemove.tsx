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
  // Whatever asked may be gone with the list by then; callbacks given to mutate() would go with it.
  return (trait) =>
    remove.mutateAsync(trait.id).then(
      () => {
        onRemoved?.();
        message.success({
          duration: 8,
          content: (
            <>
              {t("traits.removed", { name: trait.name })}{" "}
              <Button
                type="link"
                size="small"
                onClick={() => restore.mutateAsync(trait.id).then(() => message.destroy(), failed)}
              >
                {t("traits.undo")}
              </Button>
            </>
          ),
        });
      },
      (error) => {
        if (!(error instanceof ApiError && error.code === "trait_used")) return failed(error);
        stillUsed(t("traits.refused", { name: trait.name }), (error.params.used_by ?? []) as Use[]);
      },
    );
}
