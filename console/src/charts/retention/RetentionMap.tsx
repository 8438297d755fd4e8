import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Format, Interval } from "@/base/format";
import { useSharedExtent } from "../shared";
import { heat, type Offset, type RetentionModel, scaleTop } from "./model";

interface Props {
  model: RetentionModel;
  interval: Interval;
  offsetName: (offset: Offset) => string;
  format: Format;
  dark: boolean;
  description: string;
  onOpen: (address: string, title: string, figure: number) => void;
}

/** The heat map: sizes at left, the weighted mean on top, cells that are not over yet hatched. */
export function RetentionMap({ model, interval, offsetName, format, dark, description, onOpen }: Props) {
  const { t } = useTranslation();
  const own = useMemo(() => scaleTop(model), [model]);
  const top = useSharedExtent("heat", [0, own])?.[1] ?? own;
  return (
    <figure className="heat-scroll" aria-label={description} tabIndex={-1}>
      <table className="heat">
        <thead>
          <tr>
            <th scope="col" className="heat-cohort">
              {t("chart.retention.cohort")}
            </th>
            <th scope="col" className="heat-size">
              {t("chart.retention.size")}
            </th>
            {model.offsets.map((offset) => (
              <th key={offset.offset} scope="col">
                {offsetName(offset)}
              </th>
            ))}
          </tr>
          <tr className="heat-mean">
            <th scope="row" className="heat-cohort" title={t("chart.retention.meanHint")}>
              {t("chart.retention.mean")}
            </th>
            <td className="heat-size" />
            {model.offsets.map((offset, index) => {
              const cell = model.average[index];
              return (
                <td key={offset.offset} className={cell && !cell.complete ? "heat-open" : ""}>
                  <span style={cell ? (heat(cell.rate, top, dark) ?? {}) : {}}>
                    {cell ? format.rate(cell.rate) : ""}
                  </span>
                </td>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {model.cohorts.map((cohort) => {
            const name = format.bucket(cohort.cohort, interval);
            return (
              <tr key={cohort.cohort}>
                <th scope="row" className="heat-cohort">
                  {name}
                </th>
                <td className="heat-size">
                  <button
                    type="button"
                    className="figure-door"
                    onClick={() =>
                      onOpen(cohort.address, t("chart.retention.cohortTitle", { name }), cohort.size)
                    }
                  >
                    {format.exact(cohort.size)}
                  </button>
                </td>
                {cohort.cells.map((cell) => (
                  <td key={cell.offset} className={cell.complete ? "" : "heat-open"}>
                    {cohort.size > 0 && (
                      <button
                        type="button"
                        style={heat(cell.rate, top, dark) ?? {}}
                        title={`${format.exact(cell.people)} / ${format.exact(cell.size)}${cell.complete ? "" : ` · ${t("chart.incomplete")}`}`}
                        onClick={() =>
                          onOpen(
                            cell.address,
                            t("chart.retention.cellTitle", {
                              name,
                              offset: offsetName({ offset: cell.offset, to: cell.offset_to ?? cell.offset }),
                            }),
                            cell.people,
                          )
                        }
                      >
                        {format.rate(cell.rate)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </figure>
  );
}
