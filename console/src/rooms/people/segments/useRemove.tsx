import { App, Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Segment, SegmentUse } from "@/contract";
import { useErrorText } from "@/ui";
import { useSegments } from "./useSegments";

/** What looks at a segment; `link` makes of a segment the way to its page. */
export function Uses({ uses, link }: { uses: readonly SegmentUse[]; link: (use: SegmentUse) => ReactNode }) {
  const { t } = useTranslation();
  return (
    <ul className="segment-uses">
      {uses.map((use) => (
        <li key={`${use.kind}:${use.id}`}>
          <span>{t(`segments.uses.kind.${use.kind}`, { defaultValue: use.kind })}</span>{" "}
          {use.kind === "segment" ? link(use) : <b>{use.name}</b>}
        </li>
      ))}
    </ul>
  );
}

/** Deletes a segment with a way back; where something looks at it, says what. */
export function useRemove(onRemoved?: () => void): (segment: Segment) => void {
  const { t } = useTranslation();
  const project = useProject();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const { message, modal } = App.useApp();
  const { remove, restore } = useSegments();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (segment) =>
    remove.mutate(segment.id, {
      onError: (error) => {
        if (!(error instanceof ApiError && error.code === "segment_used")) return failed(error);
        // It is drawn outside of the page, where no link knows its way.
        const shown = modal.warning({
          title: t("segments.uses.refused", { name: segment.name }),
          content: (
            <Uses
              uses={(error.params.used_by ?? []) as SegmentUse[]}
              link={(use) => (
                <Button
                  type="link"
                  size="small"
                  onClick={() => {
                    shown.destroy();
                    navigate(paths.segment(project.id, use.id));
                  }}
                >
                  {use.name}
                </Button>
              )}
            />
          ),
          okText: t("common.close"),
        });
      },
      onSuccess: () => {
        onRemoved?.();
        message.success({
          duration: 8,
          content: (
            <>
              {t("segments.removed", { name: segment.name })}{" "}
              <Button
                type="link"
                size="small"
                onClick={() =>
                  restore.mutate(segment.id, { onError: failed, onSuccess: () => message.destroy() })
                }
              >
                {t("segments.undo")}
              </Button>
            </>
          ),
        });
      },
    });
}
