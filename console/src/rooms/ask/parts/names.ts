import type { TFunction } from "i18next";
import type { Occurrence, Series } from "@/contract";

export const letter = (index: number) => String.fromCharCode(65 + (index % 26));

export const occurrenceName = (occurrence: Occurrence | undefined, t: TFunction) =>
  occurrence?.name ?? occurrence?.event ?? t("ask.anyEvent");

/** What a line is called: its event, and what is counted of it. */
export function seriesName(series: Series | undefined, t: TFunction): string {
  if (!series) return "";
  if (series.name) return series.name;
  const measure = t(`ask.measure.${series.measure}`);
  const what = series.property ? t("ask.measureOf", { measure, property: series.property }) : measure;
  return `${series.event ?? t("ask.anyEvent")} · ${what}`;
}
