import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { KeptBoard } from "@/contract";
import { useErrorText } from "@/ui";
import { useBoards } from "./queries";

/** Deletes a board with a way back. */
export function useRemove(onRemoved?: () => void): (board: KeptBoard) => void {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { remove, restore } = useBoards();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (board) =>
    remove.mutateAsync(board.id).then(() => {
      onRemoved?.();
      message.success({
        duration: 8,
        content: (
          <>
            {t("boards.removed", { name: board.name })}{" "}
            <Button
              type="link"
              size="small"
              onClick={() => restore.mutateAsync(board.id).then(() => message.destroy(), failed)}
            >
              {t("boards.undo")}
            </Button>
          </>
        ),
      });
    }, failed);
}
