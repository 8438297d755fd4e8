import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { MetricChange } from "@/contract";
import { Change } from "../Change";
import { Card } from "../Page";
import { useExplained } from "./metric";
import { SliceFigure } from "./SliceFigure";

/** Both values and how they differ, as one sentence. */
export function Headline({ change }: { change: MetricChange }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const { name, written, good } = useExplained();
  const { before, now, period, against } = change;
  const span = (days: { from: string; to: string }) =>
    days.from === days.to
      ? format.day(days.from)
      : t("explain.span", { from: format.day(days.from), to: format.day(days.to) });
  const moved = change.change;
  const way = moved === null ? "unknown" : moved > 0 ? "rose" : moved < 0 ? "fell" : "same";
  return (
    <Card className="explain-head">
      <p className="explain-sentence">
        {t(`explain.head.${way}`, {
          name,
          from: written.exact(before),
          to: written.exact(now),
          by: written.change(moved).replace(/^[+−]/, ""),
        })}
      </p>
      <dl className="explain-two">
        <div>
          <dt>{span(against)}</dt>
          <dd>
            <SliceFigure range={against} values={{}} title={`${name} · ${span(against)}`}>
              {written.exact(before)}
            </SliceFigure>
          </dd>
        </div>
        <div>
          <dt>{span(period)}</dt>
          <dd>
            <SliceFigure range={period} values={{}} title={`${name} · ${span(period)}`}>
              {written.exact(now)}
            </SliceFigure>
          </dd>
        </div>
        <div>
          <dt>{t("explain.change")}</dt>
          <dd>
            {written.change(moved)}{" "}
            <Change value={now} previous={before} good={good === "neither" ? "neutral" : good} />
          </dd>
        </div>
      </dl>
    </Card>
  );
}
