import { Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { ChangeBy, MetricChange } from "@/contract";
import { Card } from "../Page";
import { usePropertyName } from "../values";
import { toneOf, useExplained } from "./metric";
import { SliceFigure } from "./SliceFigure";
import { placeOf, type Waterfall, waterfall } from "./waterfall";

const MOST = 10;
const FEW = 4;

/** The change by the values of a property; the bars end exactly at the later value. */
export function Contributions({ change }: { change: MetricChange }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const [chosen, setChosen] = useState<string | null>(null);
  const by = change.by_dimension.find((one) => one.dimension === chosen) ?? change.by_dimension[0];
  if (!by || change.before === null || change.now === null) return null;
  const options = change.by_dimension.map((one) => ({ value: one.dimension, label: named(one.dimension) }));
  const Pick = options.length > FEW ? Select<string> : Segmented<string>;
  return (
    <Card
      title={t("explain.by.title")}
      extra={
        options.length > 1 && (
          <Pick
            aria-label={t("explain.by.dimension")}
            value={by.dimension}
            options={options}
            onChange={(next) => setChosen(next)}
          />
        )
      }
    >
      <Steps by={by} change={change} before={change.before} now={change.now} />
    </Card>
  );
}

interface StepsProps {
  by: ChangeBy;
  change: MetricChange;
  before: number;
  now: number;
}

function Steps({ by, change, before, now }: StepsProps) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const format = useProjectFormat();
  const { written, good, name } = useExplained();
  const picture = waterfall(before, now, by.parts, MOST);
  const ratio = by.parts.some((part) => part.mix !== null);
  return (
    <div className="waterfall-frame">
      <table className="waterfall">
        <caption>{t("explain.by.caption", { name, dimension: named(by.dimension) })}</caption>
        <thead>
          <tr>
            <th scope="col">{named(by.dimension)}</th>
            <th scope="col" className="waterfall-bars">
              <span className="sr-only">{t("explain.by.picture")}</span>
            </th>
            <th scope="col">{t("explain.by.contribution")}</th>
            {ratio && <th scope="col">{t("explain.by.rate")}</th>}
            {ratio && <th scope="col">{t("explain.by.mix")}</th>}
            <th scope="col">{t("explain.by.before")}</th>
            <th scope="col">{t("explain.by.now")}</th>
          </tr>
        </thead>
        <tbody>
          <End name={t("explain.by.before")} at={before} picture={picture} span={ratio ? 5 : 3} />
          {picture.steps.map(({ part, from, to }) => {
            const value = format.value(part.value);
            const title = `${named(by.dimension)} ${value}`;
            const values = { [by.dimension]: part.value ?? null };
            return (
              <tr key={JSON.stringify(part.value)}>
                <th scope="row" title={value}>
                  {value}
                </th>
                <Bar from={from} to={to} picture={picture} tone={toneOf(part.contribution, good)} />
                <td>
                  <b className={`explain-${toneOf(part.contribution, good)}`}>
                    {written.change(part.contribution)}
                  </b>
                </td>
                {ratio && <td>{written.change(part.rate)}</td>}
                {ratio && <td>{written.change(part.mix)}</td>}
                <td>
                  <SliceFigure range={change.against} values={values} title={title}>
                    {written.exact(part.before)}
                  </SliceFigure>
                </td>
                <td>
                  <SliceFigure range={change.period} values={values} title={title}>
                    {written.exact(part.now)}
                  </SliceFigure>
                </td>
              </tr>
            );
          })}
          {picture.rest && (
            <tr>
              <th scope="row">{t("explain.by.rest", { count: picture.rest.count })}</th>
              <Bar
                from={picture.rest.from}
                to={picture.rest.to}
                picture={picture}
                tone={toneOf(picture.rest.contribution, good)}
              />
              <td>{written.change(picture.rest.contribution)}</td>
              <td colSpan={ratio ? 4 : 2} />
            </tr>
          )}
          <End name={t("explain.by.now")} at={now} picture={picture} span={ratio ? 5 : 3} />
        </tbody>
      </table>
      {ratio && <p className="explain-quiet">{t("explain.by.mixNote")}</p>}
    </div>
  );
}

interface BarProps {
  from: number;
  to: number;
  picture: Waterfall;
  tone: "good" | "bad" | "flat";
}

function Bar({ from, to, picture, tone }: BarProps) {
  const [left, right] = [placeOf(Math.min(from, to), picture), placeOf(Math.max(from, to), picture)];
  return (
    <td className="waterfall-bars" aria-hidden="true">
      <span
        className={`waterfall-bar waterfall-${tone}`}
        style={{ left: `${left}%`, width: `${right - left}%` }}
      />
      <i style={{ left: `${placeOf(to, picture)}%` }} />
    </td>
  );
}

function End({ name, at, picture, span }: { name: string; at: number; picture: Waterfall; span: number }) {
  const { written } = useExplained();
  return (
    <tr className="waterfall-end">
      <th scope="row">{name}</th>
      <td className="waterfall-bars" aria-hidden="true">
        <span className="waterfall-whole" style={{ width: `${placeOf(at, picture)}%` }} />
      </td>
      <td>
        <b>{written.exact(at)}</b>
      </td>
      <td colSpan={span - 1} />
    </tr>
  );
}
