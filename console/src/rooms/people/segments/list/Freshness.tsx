import { useQuery } from "@tanstack/react-query";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";
import { useProject, useProjectFormat } from "@/base/project";
import { Sparkline } from "@/charts";
import type { Segment } from "@/contract";
import { useErrorText } from "@/ui";
import { movesQuery } from "../queries";

/** What a segment is called by its kind: an uploaded list is a frozen one of its own sort. */
export const sortOf = (segment: Segment) => (segment.upload ? "uploaded" : segment.kind);

/** Dynamic, frozen or uploaded, as a mark with a word. */
export function SortMark({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const sort = sortOf(segment);
  return (
    <Tooltip title={t(`segments.sortHint.${sort}`)}>
      <span className={`segment-sort ${sort}`}>{t(`segments.sort.${sort}`)}</span>
    </Tooltip>
  );
}

/** Why a segment could not be made, in the reader's language. */
export function useRefreshError(): (segment: Segment) => string | null {
  const text = useErrorText();
  return ({ refresh_error: error }) =>
    error
      ? text(new ApiError({ code: error.code, message: error.message, field: null, params: {} }, 422))
      : null;
}

const MINUTE = 60_000;

/** How old what is in a segment is: amber where it is not up to date, red with the reason where it failed. */
export function Freshness({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const failure = useRefreshError()(segment);
  const at = segment.refreshed_at ?? segment.created_at;
  const fresh = Date.now() - new Date(at).getTime() < MINUTE;
  const age = fresh ? t("segments.fresh.now") : format.ago(at);
  const exact = format.moment(at);
  if (failure !== null)
    return (
      <span className="fresh failed" role="status">
        <i aria-hidden="true" />
        <span>
          {t("segments.fresh.failed", { age })} <small>{failure}</small>
        </span>
      </span>
    );
  if (segment.kind !== "dynamic") return <span title={exact}>{t("segments.fresh.taken", { age })}</span>;
  return (
    <span className={segment.fresh ? "fresh" : "fresh late"} title={exact}>
      <i aria-hidden="true" />
      {t(segment.fresh ? "segments.fresh.fresh" : "segments.fresh.late", { age })}
    </span>
  );
}

const SHOWN = 30;

/** The size over the last changes, small. */
export function SizeLine({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const { data } = useQuery({
    ...movesQuery(project.id, segment.id, SHOWN),
    enabled: segment.kind === "dynamic",
  });
  if (!data || data.length < 2) return null;
  return (
    <span className="segment-line">
      <Sparkline
        label={t("segments.sizeLine", { name: segment.name })}
        points={[...data].reverse().map((move) => ({ value: move.size, complete: true }))}
      />
    </span>
  );
}
