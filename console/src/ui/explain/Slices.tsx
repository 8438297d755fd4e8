import { useTranslation } from "react-i18next";
import type { SliceValues } from "@/base/metrics";
import { sliceFilters } from "@/base/metrics";
import { useProjectFormat } from "@/base/project";
import type { MetricChange, StandingSlice } from "@/contract";
import { useSlice } from "../metrics/useSlice";
import { Card } from "../Page";
import { KeepPeople } from "../people/SaveSegment";
import { usePropertyName } from "../values";
import { toneOf, useExplained } from "./metric";
import { SliceFigure } from "./SliceFigure";
import { chanceWords } from "./words";

/** What a slice is, in words: every property with its value. */
export function useSliceWords(): (values: SliceValues) => string {
  const { t } = useTranslation();
  const named = usePropertyName();
  const format = useProjectFormat();
  return (values) =>
    Object.entries(values)
      .map(([property, value]) => t("explain.is", { property: named(property), value: format.value(value) }))
      .join(t("explain.and"));
}

/** The slices that moved otherwise than the rest, the least probable by chance first. */
export function Slices({ change }: { change: MetricChange }) {
  const { t } = useTranslation();
  return (
    <Card title={t("explain.slices.title")}>
      {change.slices.length === 0 ? (
        <p className="explain-quiet">{t("explain.slices.none")}</p>
      ) : (
        <ol className="explain-slices">
          {change.slices.map((slice) => (
            <SliceRow key={JSON.stringify(slice.values)} slice={slice} change={change} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function SliceRow({ slice, change }: { slice: StandingSlice; change: MetricChange }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const words = useSliceWords();
  const { key, name, written, good, filters } = useExplained();
  const { keep } = useSlice(key);
  const title = words(slice.values);
  const own = sliceFilters(slice.values);
  const share = change.change ? slice.effect / change.change : null;
  const same = slice.also.map(words).join(t("explain.or"));
  return (
    <li>
      <div className="explain-slice">
        <h3>{title}</h3>
        <p>
          <b className={`explain-${toneOf(slice.effect, good)}`}>{written.change(slice.effect)}</b>{" "}
          {t("explain.slices.effect", { name })}
          {share !== null && share > 0 && t("explain.slices.share", { share: format.rate(share) })}
        </p>
        <p className="explain-quiet">
          <SliceFigure range={change.against} values={slice.values} title={title}>
            {written.exact(slice.before)}
          </SliceFigure>
          <span aria-hidden="true"> → </span>
          <SliceFigure range={change.period} values={slice.values} title={title}>
            {written.exact(slice.now)}
          </SliceFigure>
          {" · "}
          {chanceWords(slice.chance, t)}
        </p>
        {same !== "" && <p className="explain-quiet">{t("explain.slices.also", { same })}</p>}
      </div>
      {own && <KeepPeople plain keep={(chosen) => keep(chosen, change.period, [...filters, ...own])} />}
    </li>
  );
}
