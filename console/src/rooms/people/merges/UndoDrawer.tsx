import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Drawer, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { useProject } from "@/base/project";
import { QueryView, useErrorText } from "@/ui";
import { undoPreviewQuery, useUndo } from "./queries";
import { Sides } from "./Sides";

/** Taking a merge back: who would be apart is shown before it is done. */
export function UndoDrawer({ number, onClose }: { number: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const wanted = number !== null && /^\d+$/.test(number) ? Number(number) : null;
  return (
    <Drawer
      open={wanted !== null}
      onClose={onClose}
      size={640}
      destroyOnHidden
      title={t("people.merges.undoTitle")}
    >
      {wanted !== null && <Undoing key={wanted} number={wanted} onClose={onClose} />}
    </Drawer>
  );
}

function Undoing({ number, onClose }: { number: number; onClose: () => void }) {
  const { t } = useTranslation();
  const project = useProject();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const preview = useQuery(undoPreviewQuery(project.id, number));
  const undo = useUndo(project.id);
  return (
    <div className="merge-steps">
      <QueryView query={preview} skeleton={<Skeleton active />}>
        {(found) => (
          <>
            <Sides preview={found} joined={false} />
            <p>{t("people.merges.undoText")}</p>
            {undo.error && <Alert type="error" showIcon title={errorText(undo.error)} />}
            <div>
              <Button
                type="primary"
                loading={undo.isPending}
                onClick={() =>
                  undo.mutate(number, {
                    onSuccess: () => {
                      message.success(t("people.merges.undone"));
                      onClose();
                    },
                  })
                }
              >
                {t("people.merges.undoDo")}
              </Button>
            </div>
          </>
        )}
      </QueryView>
    </div>
  );
}
