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
import { moved, places, replaced, without } from "@/base/question";
import type { Step } from "@/contract";
import { useCatalogue } from "./context";
import { OccurrenceRow } from "./OccurrenceRow";

const MOST = 32;

interface Props {
  path: string;
  steps: Step[];
  onChange: (steps: Step[]) => void;
}

/** The steps of a funnel in order. They are moved by dragging or with the arrows. */
export function StepList({ path, steps, onChange }: Props) {
  const { t } = useTranslation();
  const { events } = useCatalogue();
  const [dragged, setDragged] = useState<number | null>(null);
  const at = places(path, steps);
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) onChange(moved(steps, dragged, to));
    setDragged(null);
  };
  const add = () => {
    const used = new Set(steps.map((step) => step.event));
    const next = [...events].sort((a, b) => b.people - a.people).find((event) => !used.has(event.name));
    onChange([...steps, { event: next?.name ?? null }]);
  };
  return (
    <>
      <ol className="steps">
        {steps.map((step, index) => (
          <li
            key={at[index]}
            className={dragged === index ? "dragged" : ""}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => drop(event, index)}
          >
            <OccurrenceRow<Step>
              path={`${path}.${index}`}
              value={step}
              onChange={(next) => onChange(replaced(steps, index, next))}
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
                            onChange(
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
                    onClick: () => onChange(moved(steps, index, index - 1)),
                  },
                  {
                    key: "down",
                    icon: <ArrowDownOutlined aria-hidden="true" />,
                    label: t("ask.funnel.down", { step: index + 1 }),
                    disabled: index === steps.length - 1,
                    onClick: () => onChange(moved(steps, index, index + 1)),
                  },
                ],
              }}
              tools={
                <Button
                  type="text"
                  icon={<CloseOutlined aria-hidden="true" />}
                  disabled={steps.length === 1}
                  aria-label={t("ask.funnel.remove", { step: index + 1 })}
                  onClick={() => onChange(without(steps, index))}
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
    </>
  );
}
