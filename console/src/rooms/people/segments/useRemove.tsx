import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError } from "@/base/api";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { Segment, SegmentUse } from "@/contract";
import { useErrorText } from "@/ui";
import { useSegments } from "./useSegments";

/** What looks at a segment, each with a link where there is a page of it. */
export function Uses({ uses }: { uses: readonly SegmentUse[] }) {
  const { t } = useTranslation();
  const project = useProject();
  const kind = (use: SegmentUse) => t(`segments.uses.kind.${use.kind}`, { defaultValue: use.kind });
  return (
    <ul className="segment-uses">
      {uses.map((use) => (
        <li key={`${use.kind}:${use.id}`}>
          <span>{kind(use)}</span>{" "}
          {use.kind === "segment" ? (
            <Link to={paths.segment(project.id, use.id)}>{use.name}</Link>
          ) : (
            <b>{use.name}</b>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Deletes a segment with a way back; where something looks at it, says what. */
export function useRemove(onRemoved?: () => void): (segment: Segment) => void {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message, modal } = App.useApp();
  const { remove, restore } = useSegments();
  const failed = (error: unknown) => void message.error(errorText(error));
  return (segment) =>
    remove.mutate(segment.id, {
      onError: (error) => {
        if (!(error instanceof ApiError && error.code === "segment_used")) return failed(error);
        modal.warning({
          title: t("segments.uses.refused", { name: segment.name }),
          content: <Uses uses={(error.params.used_by ?? []) as SegmentUse[]} />,
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
