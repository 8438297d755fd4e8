import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import type { Segment, SegmentUse } from "@/contract";
import { useErrorText } from "@/ui";
import { useStillUsed } from "../uses/Uses";
import { useSegments } from "./useSegments";

/** Deletes a segment with a way back; where something looks at it, says what. */
export function useRemove(onRemoved?: () => void): (segment: Segment) => void {
  const { t } = useTranslation();
  const stillUsed = useStillUsed();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const { remove, restore } = useSegments();
  const failed = (error: unknown) => void message.error(errorText(error));
  // Whatever asked may be gone with the list by then; callbacks given to mutate() would go with it.
  return (segment) =>
    remove.mutateAsync(segment.id).then(
      () => {
        onRemoved?.();
        message.success({
          duration: 8,
          content: (
            <>
              {t("segments.removed", { name: segment.name })}{" "}
              <Button
                type="link"
                size="small"
                onClick={() => restore.mutateAsync(segment.id).then(() => message.destroy(), failed)}
              >
                {t("segments.undo")}
              </Button>
            </>
          ),
        });
      },
      (error) => {
        if (!(error instanceof ApiError && error.code === "segment_used")) return failed(error);
        stillUsed(
          t("segments.uses.refused", { name: segment.name }),
          (error.params.used_by ?? []) as SegmentUse[],
        );
      },
    );
}
