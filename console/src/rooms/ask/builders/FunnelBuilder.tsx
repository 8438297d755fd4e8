import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CloseOutlined,
  HolderOutlined,
  PlusOutlined,
} from "@ant-design/icons";
import { Button, InputNumber } from "antd";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { moved, places, replaced, WINDOW_UNITS, without } from "@/base/question";
import type { Funnel, Step } from "@/contract";
import type { BuilderProps } from "../kinds";
import { Choice } from "../parts/Choice";
import { useCatalogue } from "../parts/context";
import { Field } from "../parts/fields";
import { OccurrenceRow } from "./OccurrenceRow";

const MOST = 32;

/** Steps in order, within a window. Steps are moved by dragging or with the arrows. */
export default function FunnelBuilder({ question, onChange }: BuilderProps<Funnel>) {
  const { t } = useTranslation();
  const { events } = useCatalogue();
  const [dragged, setDragged] = useState<number | null>(null);
  const { steps, window } = question;
  const at = places("steps", steps);
  const setSteps = (next: Step[]) => onChange({ ...question, steps: next });
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) setSteps(moved(steps, dragged, to));
    setDragged(null);
  };
  const add = () => {
    const used = new Set(steps.map((step) => step.event));
    const next = [...events].sort((a, b) => b.people - a.people).find((event) => !used.has(event.name));
    setSteps([...steps, { event: next?.name ?? null }]);
  };
  return (
    <Field path="steps" exact>
      <ol className="steps">
        {steps.map((step, index) => (
          <li
            key={at[index]}
            className={dragged === index ? "dragged" : ""}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => drop(event, index)}
          >
            <OccurrenceRow<Step>
              path={`steps.${index}`}
              value={step}
              onChange={(next) => setSteps(replaced(steps, index, next))}
              lead={
                // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the arrow buttons do the same by keyboard
                <span
                  className="letter grip"
                  draggable
                  title={t("ask.funnel.drag")}
                  onDragStart={() => setDragged(index)}
                  onDragEnd={() => setDragged(null)}
                >
                  <HolderOutlined aria-hidden="true" />
                  {index + 1}
                </span>
              }
              label={t("ask.funnel.step", { step: index + 1 })}
              tools={
                <span className="step-tools">
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowUpOutlined aria-hidden="true" />}
                    disabled={index === 0}
                    aria-label={t("ask.funnel.up", { step: index + 1 })}
                    onClick={() => setSteps(moved(steps, index, index - 1))}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowDownOutlined aria-hidden="true" />}
                    disabled={index === steps.length - 1}
                    aria-label={t("ask.funnel.down", { step: index + 1 })}
                    onClick={() => setSteps(moved(steps, index, index + 1))}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<CloseOutlined aria-hidden="true" />}
                    disabled={steps.length === 1}
                    aria-label={t("ask.funnel.remove", { step: index + 1 })}
                    onClick={() => setSteps(without(steps, index))}
                  />
                </span>
              }
            />
          </li>
        ))}
      </ol>
      {steps.length < MOST && (
        <Button type="dashed" icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {t("ask.funnel.add")}
        </Button>
      )}
      <div className="builder-line">
        <span>{t("ask.funnel.within")}</span>
        <Field path="window">
          <span className="value-two">
            <InputNumber
              aria-label={t("ask.funnel.windowValue")}
              min={1}
              max={100000}
              precision={0}
              value={window.value}
              onChange={(value) => value && onChange({ ...question, window: { ...window, value } })}
            />
            <Choice
              label={t("ask.funnel.windowUnit")}
              value={window.unit}
              options={WINDOW_UNITS}
              name={(unit) => t(`ask.unit.${unit}`)}
              onChange={(unit) => onChange({ ...question, window: { ...window, unit } })}
            />
          </span>
        </Field>
      </div>
    </Field>
  );
}
