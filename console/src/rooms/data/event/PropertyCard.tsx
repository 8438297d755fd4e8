import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { PropertyDetail } from "@/contract";
import { ScopeMark, TypeMark, usePropertyName, ValueBars } from "@/ui";

interface Props {
  property: PropertyDetail;
  /** How many events there are, for the share that carries the property. */
  events: number;
}

const SHOWN = 6;

/** One property on one event: how often it is there, and what it holds. */
export function PropertyCard({ property, events }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const filled = events > 0 ? property.filled / events : 0;
  const spread = property.type === "number" || property.type === "time";
  // Values that hardly repeat say nothing as bars: the spread or a few examples do.
  const repeats = property.distinct <= 2 * SHOWN || (property.top[0]?.count ?? 0) > property.filled / 100;
  const bars = repeats && (!spread || property.distinct <= 2 * SHOWN);
  return (
    <article className="card property-card">
      <header>
        <h3 title={property.name}>{named(property.name)}</h3>
        <ScopeMark scope={property.scope} />
      </header>
      <div className="property-facts">
        <TypeMark type={property.type} />
        <span title={`${format.exact(property.filled)} / ${format.exact(events)}`}>
          {t("data.property.filled", { rate: format.rate(filled) })}
        </span>
        <span>
          {t("data.property.distinct", { count: property.distinct, shown: format.exact(property.distinct) })}
        </span>
      </div>
      {spread && property.min !== null && (
        <dl className="spread">
          <div>
            <dt>{t("data.property.min")}</dt>
            <dd>{format.value(property.min)}</dd>
          </div>
          {property.mean !== null && (
            <div>
              <dt>{t("data.property.mean")}</dt>
              <dd>{format.exact(property.mean)}</dd>
            </div>
          )}
          <div>
            <dt>{t("data.property.max")}</dt>
            <dd>{format.value(property.max)}</dd>
          </div>
        </dl>
      )}
      {bars && property.top.length > 0 && (
        <ValueBars
          of={property.filled}
          bars={property.top.slice(0, SHOWN).map((one) => ({
            key: String(one.value),
            label: format.value(one.value),
            count: one.count,
          }))}
        />
      )}
      {!bars && !spread && property.top.length > 0 && (
        <p className="property-examples">
          {t("data.property.examples", {
            values: property.top
              .slice(0, 3)
              .map((one) => format.value(one.value))
              .join(" · "),
          })}
        </p>
      )}
    </article>
  );
}
