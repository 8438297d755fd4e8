import { Progress } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { BoardTile, TileAnswer } from "@/contract";
import { useMetricDoor } from "./MetricBody";
import { useMetricWords } from "./useMetric";

type TargetTile = Extract<BoardTile["is"], { type: "target" }>;

/** A metric beside the value it should have. */
export function TargetBody({
  shows,
  answer,
  doors = true,
}: {
  shows: TargetTile;
  answer: TileAnswer;
  doors?: boolean;
}) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { name, writes, good } = useMetricWords()(shows.metric);
  const total = answer.values?.totals[0];
  const open = useMetricDoor(shows, answer.values, doors)(total);
  const value = total?.value ?? null;
  const share = value === null ? 0 : value / shows.target;
  const reached = value !== null && (good === "down" ? value <= shows.target : value >= shows.target);
  return (
    <div className="tile-target">
      <button
        type="button"
        className="tile-figure"
        disabled={!open}
        onClick={open ?? undefined}
        aria-label={t("boards.tile.open", { name, value: writes.short(value) })}
      >
        {writes.short(value)}
      </button>
      <Progress
        percent={Math.min(100, share * 100)}
        showInfo={false}
        status={reached ? "success" : "normal"}
        aria-label={t("boards.tile.target", { value: writes.short(shows.target) })}
      />
      <p>
        {t("boards.tile.target", { value: writes.short(shows.target) })} · {format.rate(share)}
        {reached && ` · ${t("boards.tile.reached")}`}
      </p>
    </div>
  );
}
