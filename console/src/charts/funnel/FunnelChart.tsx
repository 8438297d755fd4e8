import { useTranslation } from "react-i18next";
import type { Format } from "@/base/format";
import type { Bar, FunnelStep } from "./model";

interface Props {
  steps: FunnelStep[];
  format: Format;
  description: string;
  onOpen: (address: string, title: string, figure?: number) => void;
}

/** Vertical bars: who reached a step stands solid, who left on the way to it hatched above. */
export function FunnelChart({ steps, format, description, onOpen }: Props) {
  const { t } = useTranslation();
  const groups = steps[0]?.bars.length ?? 0;
  return (
    <figure className="funnel" aria-label={description}>
      {steps.map((step) => (
        <div key={step.step} className="funnel-step" style={{ minWidth: Math.max(160, groups * 50 + 26) }}>
          <header>
            <span className="funnel-number" aria-hidden="true">
              {step.step}
            </span>
            <b title={step.name}>{step.name}</b>
            {step.optional && <small>{t("chart.funnel.optional")}</small>}
          </header>
          <div className="funnel-bars">
            {step.bars.map((bar) => (
              <Column key={bar.key} bar={bar} step={step} format={format} onOpen={onOpen} />
            ))}
          </div>
          {groups === 1 && step.bars[0] && (
            <StepFacts bar={step.bars[0]} step={step} format={format} onOpen={onOpen} />
          )}
        </div>
      ))}
    </figure>
  );
}

/** How many people left, where what is counted is people. */
const counted = (bar: Bar) => (bar.row.units === undefined ? (bar.lost ?? undefined) : undefined);

interface ColumnProps {
  bar: Bar;
  step: FunnelStep;
  format: Format;
  onOpen: Props["onOpen"];
}

function Column({ bar, step, format, onOpen }: ColumnProps) {
  const { t } = useTranslation();
  const who = step.bars.length > 1 ? `${step.name} · ${bar.name}` : step.name;
  const dropped = bar.row.dropped_address;
  return (
    <div className="funnel-column">
      <div className="funnel-rate">{format.rate(bar.row.from_first)}</div>
      <div className="funnel-well">
        {dropped && bar.lost !== null && bar.lost > 0 && (
          <button
            type="button"
            className="funnel-dropped"
            style={{ height: `${bar.dropped * 100}%`, bottom: `${bar.reached * 100}%`, color: bar.colour }}
            aria-label={t("chart.funnel.openDropped", { name: who, people: format.exact(bar.lost) })}
            title={t("chart.funnel.openDropped", { name: who, people: format.exact(bar.lost) })}
            onClick={() => onOpen(dropped, t("chart.funnel.droppedTitle", { name: who }), counted(bar))}
          />
        )}
        <button
          type="button"
          className="funnel-reached"
          style={{ height: `max(${bar.reached * 100}%, 2px)`, background: bar.colour }}
          aria-label={t("chart.funnel.openReached", { name: who, people: format.exact(bar.row.people) })}
          title={t("chart.funnel.openReached", { name: who, people: format.exact(bar.row.people) })}
          onClick={() =>
            onOpen(bar.row.address, t("chart.funnel.reachedTitle", { name: who }), bar.row.people)
          }
        />
        {typeof bar.before?.from_first === "number" && (
          <i className="funnel-before" style={{ bottom: `${bar.before.from_first * 100}%` }} />
        )}
      </div>
    </div>
  );
}

function StepFacts({ bar, step, format, onOpen }: ColumnProps) {
  const { t } = useTranslation();
  const dropped = bar.row.dropped_address;
  const took = bar.row.median_seconds_from_previous ?? bar.row.median_seconds;
  return (
    <dl className="funnel-facts">
      <div>
        <dt>{t("chart.funnel.people")}</dt>
        <dd>
          <button
            type="button"
            className="figure-door"
            onClick={() =>
              onOpen(bar.row.address, t("chart.funnel.reachedTitle", { name: step.name }), bar.row.people)
            }
          >
            {format.exact(bar.row.people)}
          </button>
          {bar.before && <Before text={format.exact(bar.before.people)} />}
        </dd>
      </div>
      {bar.row.units !== undefined && (
        <div>
          <dt>{t("chart.funnel.units")}</dt>
          <dd>{format.exact(bar.row.units)}</dd>
        </div>
      )}
      {step.step > 1 && (
        <>
          <div>
            <dt>{t("chart.funnel.fromPrevious")}</dt>
            <dd>
              {format.rate(bar.row.from_previous)}
              {bar.before && <Before text={format.rate(bar.before.from_previous)} />}
            </dd>
          </div>
          <div>
            <dt>{t("chart.funnel.left")}</dt>
            <dd>
              {dropped ? (
                <button
                  type="button"
                  className="figure-door"
                  onClick={() =>
                    onOpen(dropped, t("chart.funnel.droppedTitle", { name: step.name }), counted(bar))
                  }
                >
                  {format.exact(bar.lost)}
                </button>
              ) : (
                format.exact(bar.lost)
              )}
            </dd>
          </div>
          <div>
            <dt>{t("chart.funnel.took")}</dt>
            <dd>{format.duration(took)}</dd>
          </div>
        </>
      )}
    </dl>
  );
}

/** The figure of the earlier period, beside one of now. */
function Before({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <small className="funnel-earlier">
      {t("chart.previous")} {text}
    </small>
  );
}
