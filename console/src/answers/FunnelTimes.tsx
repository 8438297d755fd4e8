import { useTranslation } from "react-i18next";
import {
  breakdownTitle,
  earlierOf,
  funnelQuantiles,
  funnelTimes,
  groupKey,
  stepName,
  type TimeBar,
} from "@/base/question";
import { columnsPng, useLook } from "@/charts";
import type { Funnel } from "@/contract";
import { Legend } from "@/ui";
import { type FigureColumn, FigureTable, tableOf } from "./columns";
import { DurationBars, durationAt, durationColumns } from "./DurationBars";
import { groupsOf } from "./groups";
import { useParts } from "./shared";
import type { ResultProps } from "./types";

/** How long people took between two steps. */
export function FunnelTimes({
  question,
  answer,
  view,
  format,
  dark,
  broken,
  onOpen,
  onParts,
}: ResultProps<Funnel> & { broken: boolean }) {
  const { t } = useTranslation();
  const look = useLook(dark);
  const bars = funnelTimes(answer);
  const quantiles = funnelQuantiles(answer);
  const earlier = earlierOf(answer, funnelTimes, { by: ["from_seconds", "to_seconds", "breakdown"] });
  const groups = groupsOf(bars, { broken, value: format.value, whole: t("ask.funnel.everyone") }, dark);
  const shown = durationColumns(groups, format, (bar) => bar.units ?? bar.people);
  const from = question.times?.from ?? 1;
  const to = question.times?.to ?? question.steps.length;
  const between = t("kinds.funnel.between", {
    from: stepName(question, { step: from }, t),
    to: stepName(question, { step: to }, t),
  });
  const columns: FigureColumn<TimeBar>[] = [
    ...(broken
      ? [{ key: "breakdown", title: breakdownTitle(question, t), value: (row: TimeBar) => row.breakdown }]
      : []),
    {
      key: "from_seconds",
      title: t("kinds.from"),
      as: "seconds",
      alone: true,
      value: (row) => row.from_seconds,
    },
    { key: "to_seconds", title: t("kinds.to"), as: "seconds", alone: true, value: (row) => row.to_seconds },
    {
      key: "people",
      title: t("kinds.people.column"),
      as: "number",
      value: (row) => row.people,
      door: (row) => ({ address: row.address, title: between, figure: row.people }),
    },
  ];
  useParts(
    onParts,
    () => tableOf(columns, bars, earlier),
    view === "chart" ? () => columnsPng(shown, false, look, format.short) : null,
  );
  if (view === "table") {
    return (
      <FigureTable
        columns={columns}
        rows={bars}
        earlier={earlier}
        rowKey={(row) => row.address}
        format={format}
        t={t}
        onOpen={onOpen}
      />
    );
  }
  const median = quantiles.length === 1 ? quantiles[0]?.p50 : null;
  const at = durationAt(shown, median);
  return (
    <>
      <p className="result-note">{between}</p>
      <Legend
        items={groups.map((group) => {
          const own = quantiles.find((one) => groupKey(one.breakdown) === group.key);
          return {
            key: group.key,
            name: group.name,
            colour: group.colour,
            children: own && (
              <>
                <b>{format.duration(own.p50)}</b>
                <span className="legend-more">
                  {t("kinds.tenths", { low: format.duration(own.p10), high: format.duration(own.p90) })}
                </span>
              </>
            ),
          };
        })}
      />
      <DurationBars
        columns={shown}
        format={format}
        marker={at === null ? null : { at, text: t("kinds.median", { value: format.duration(median) }) }}
        onOpen={onOpen}
      />
    </>
  );
}
