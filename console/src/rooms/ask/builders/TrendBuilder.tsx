import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { letter, MEASURES, needsProperty, places, replaced, without } from "@/base/question";
import type { Measure, Series, Trend } from "@/contract";
import { Choice, Field, OccurrenceRow, PropertySelect, useCatalogue } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { SeriesOptions, TrendExtras } from "./TrendOptions";

const MOST = 12;

/** Of [event] show [measure]. */
export default function TrendBuilder({ question, onChange }: BuilderProps<Trend>) {
  const { t } = useTranslation();
  const { events, properties } = useCatalogue();
  const numeric = properties.some((property) => property.type === "number" && property.scope === "event");
  const measures = numeric ? MEASURES : MEASURES.filter((measure) => !needsProperty(measure));
  const { series } = question;
  const at = places("series", series);
  const set = (index: number, next: Series) =>
    onChange({ ...question, series: replaced(series, index, next) });
  const setMeasure = (index: number, one: Series, measure: Measure) => {
    const { property, days: _, per_person: __, cumulative: ___, ...rest } = one;
    set(index, needsProperty(measure) && property ? { ...rest, measure, property } : { ...rest, measure });
  };
  const add = () => {
    const used = new Set(series.map((one) => one.event));
    const next = [...events].sort((a, b) => b.people - a.people).find((event) => !used.has(event.name));
    const measure = series[series.length - 1]?.measure ?? "people";
    onChange({
      ...question,
      series: [
        ...series,
        { event: next?.name ?? null, measure: needsProperty(measure) ? "people" : measure },
      ],
    });
  };
  return (
    <>
      {series.map((one, index) => (
        <OccurrenceRow<Series>
          key={at[index]}
          path={at[index] ?? ""}
          value={one}
          onChange={(next) => set(index, next)}
          lead={
            series.length > 1 || question.formulas ? (
              <span className="letter">{letter(index)}</span>
            ) : (
              t("ask.say.of")
            )
          }
          label={t("ask.event")}
          tools={
            series.length > 1 && (
              <Button
                type="text"
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={t("ask.trend.remove", { letter: letter(index) })}
                onClick={() => onChange({ ...question, series: without(series, index) })}
              />
            )
          }
        >
          <div className="occurrence-line occurrence-more">
            <span className="occurrence-lead">{t("ask.say.show")}</span>
            <Field path={`series.${index}.measure`}>
              <Choice
                label={t("ask.measureLabel")}
                value={one.measure}
                options={measures}
                name={(measure) => t(`ask.measure.${measure}`)}
                onChange={(measure) => setMeasure(index, one, measure)}
              />
            </Field>
            {needsProperty(one.measure) && (
              <Field path={`series.${index}.property`}>
                <PropertySelect
                  label={t("ask.numericProperty")}
                  placeholder={t("ask.numericProperty")}
                  only={{ type: "number", scope: "event" }}
                  value={one.property ? { property: one.property, scope: "event" } : null}
                  onChange={(chosen) => chosen && set(index, { ...one, property: chosen.property })}
                />
              </Field>
            )}
          </div>
          <SeriesOptions value={one} path={`series.${index}`} onChange={(next) => set(index, next)} />
        </OccurrenceRow>
      ))}
      {series.length < MOST && (
        <Button type="dashed" icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {t("ask.trend.add")}
        </Button>
      )}
      <TrendExtras question={question} onChange={onChange} />
    </>
  );
}
