import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CheckOutlined,
  CloseOutlined,
  HolderOutlined,
  PlusOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS, moved, places, replaced, without } from "@/base/question";
import type { Funnel, FunnelWindow, Step } from "@/contract";
import { Field, Line, NumberInput, OccurrenceRow, useCatalogue, WindowInput } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { FunnelOptions } from "./FunnelOptions";

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
              more={{
                label: t("ask.funnel.more", { step: index + 1 }),
                items: [
                  ...(index > 0 && index < steps.length - 1
                    ? [
                        {
                          key: "optional",
                          icon: step.optional ? <CheckOutlined aria-hidden="true" /> : undefined,
                          label: t("kinds.funnel.optionalHint"),
                          onClick: () =>
                            setSteps(
                              replaced(steps, index, { ...step, optional: step.optional ? undefined : true }),
                            ),
                        },
                      ]
                    : []),
                  {
                    key: "up",
                    icon: <ArrowUpOutlined aria-hidden="true" />,
                    label: t("ask.funnel.up", { step: index + 1 }),
                    disabled: index === 0,
                    onClick: () => setSteps(moved(steps, index, index - 1)),
                  },
                  {
                    key: "down",
                    icon: <ArrowDownOutlined aria-hidden="true" />,
                    label: t("ask.funnel.down", { step: index + 1 }),
                    disabled: index === steps.length - 1,
                    onClick: () => setSteps(moved(steps, index, index + 1)),
                  },
                ],
              }}
              tools={
                <Button
                  type="text"
                  icon={<CloseOutlined aria-hidden="true" />}
                  disabled={steps.length === 1}
                  aria-label={t("ask.funnel.remove", { step: index + 1 })}
                  onClick={() => setSteps(without(steps, index))}
                />
              }
            >
              {step.optional && <span className="step-optional">{t("kinds.funnel.optional")}</span>}
            </OccurrenceRow>
          </li>
        ))}
      </ol>
      {steps.length < MOST && (
        <Button type="dashed" icon={<PlusOutlined aria-hidden="true" />} onClick={add}>
          {t("ask.funnel.add")}
        </Button>
      )}
      <Line say={t("ask.funnel.within")}>
        <WindowInput<FunnelWindow["unit"]>
          path="window"
          label={t("ask.funnel.windowValue")}
          units={FUNNEL_UNITS}
          value={window}
          onChange={(next) => onChange({ ...question, window: next })}
        />
      </Line>
      {question.times && (
        <Line say={t("kinds.funnel.timesBetween")}>
          <NumberInput
            label={t("kinds.funnel.timesFrom")}
            min={1}
            max={steps.length - 1}
            value={question.times.from ?? 1}
            onChange={(from = 1) => onChange({ ...question, times: { ...question.times, from } })}
          />
          <span>–</span>
          <NumberInput
            label={t("kinds.funnel.timesTo")}
            min={2}
            max={steps.length}
            value={question.times.to ?? steps.length}
            onChange={(to) => onChange({ ...question, times: { ...question.times, to } })}
          />
        </Line>
      )}
      <FunnelOptions question={question} onChange={onChange} />
    </Field>
  );
}
