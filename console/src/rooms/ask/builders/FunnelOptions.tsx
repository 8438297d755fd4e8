import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { breakdownsOf, places, replaced, without } from "@/base/question";
import type { Exclusion, Funnel } from "@/contract";
import { Advanced, Choice, Field, Line, NumberInput, OccurrenceRow, PropertySelect } from "@/ui/filters";
import type { BuilderProps } from "../kinds";

const ORDERS = ["ordered", "strict", "any"] as const;
const UNITS = ["person", "session", "property"] as const;
const TOUCHES = ["step", "first_touch", "last_touch", "each_step"] as const;

/** What few funnels need: how steps follow, what is counted, what breaks a conversion. */
export function FunnelOptions({ question, onChange }: BuilderProps<Funnel>) {
  const { t } = useTranslation();
  const { order = "ordered", per = "person", hold, exclude = [], attribute = "step" } = question;
  const set = (change: Partial<Funnel>) => onChange({ ...question, ...change });
  const setExclude = (next: Exclusion[]) => set({ exclude: next.length > 0 ? next : undefined });
  const at = places("exclude", exclude);
  const unit = typeof per === "string" ? per : "property";
  const broken = breakdownsOf(question).length > 0;
  const used = [
    order !== "ordered",
    per !== "person",
    hold,
    exclude.length > 0,
    broken && attribute !== "step",
  ];
  return (
    <Advanced used={used.filter(Boolean).length}>
      <Line say={t("kinds.funnel.order")}>
        <Field path="order">
          <Choice
            label={t("kinds.funnel.order")}
            value={order}
            options={ORDERS}
            name={(one) => t(`kinds.funnel.orders.${one}`)}
            onChange={(next) => set({ order: next === "ordered" ? undefined : next })}
          />
        </Field>
      </Line>
      <Line say={t("kinds.funnel.per")}>
        <Field path="per">
          <Choice
            label={t("kinds.funnel.per")}
            value={unit}
            options={UNITS}
            name={(one) => t(`kinds.funnel.pers.${one}`)}
            onChange={(next) =>
              set({ per: next === "person" ? undefined : next === "session" ? next : { property: "" } })
            }
          />
        </Field>
        {typeof per !== "string" && (
          <PropertySelect
            label={t("kinds.funnel.perProperty")}
            only={{ scope: "event" }}
            value={per.property ? { property: per.property, scope: "event" } : null}
            onChange={(chosen) => chosen && set({ per: { property: chosen.property } })}
          />
        )}
      </Line>
      <Line say={t("kinds.funnel.hold")}>
        <Field path="hold">
          <PropertySelect
            label={t("kinds.funnel.hold")}
            placeholder={t("kinds.none")}
            only={{ scope: "event" }}
            allowClear
            value={typeof hold === "string" ? { property: hold, scope: "event" } : null}
            onChange={(chosen) => set({ hold: chosen?.property })}
          />
        </Field>
      </Line>
      {broken && (
        <Line say={t("kinds.funnel.attribute")}>
          <Field path="attribute">
            <Choice
              label={t("kinds.funnel.attribute")}
              value={attribute}
              options={TOUCHES}
              name={(one) => t(`kinds.funnel.attributes.${one}`)}
              onChange={(next) => set({ attribute: next === "step" ? undefined : next })}
            />
          </Field>
          {attribute === "step" && (
            <NumberInput
              label={t("kinds.funnel.attributeStep")}
              min={1}
              max={question.steps.length}
              value={question.attribute_step ?? 1}
              onChange={(step) => set({ attribute_step: step })}
            />
          )}
        </Line>
      )}
      {exclude.map((one, index) => (
        <OccurrenceRow<Exclusion>
          key={at[index]}
          path={at[index] ?? "exclude"}
          value={one}
          onChange={(next) => setExclude(replaced(exclude, index, next))}
          lead={t("kinds.funnel.without")}
          label={t("kinds.funnel.excluded", { number: index + 1 })}
          tools={
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t("kinds.funnel.removeExcluded", { number: index + 1 })}
              onClick={() => setExclude(without(exclude, index))}
            />
          }
        >
          <Line say={t("kinds.funnel.betweenSteps")}>
            <NumberInput
              label={t("kinds.funnel.excludeFrom")}
              min={1}
              max={question.steps.length - 1}
              value={one.from ?? 1}
              onChange={(from) => setExclude(replaced(exclude, index, { ...one, from }))}
            />
            <span>–</span>
            <NumberInput
              label={t("kinds.funnel.excludeTo")}
              min={2}
              max={question.steps.length}
              value={one.to ?? question.steps.length}
              onChange={(to) => setExclude(replaced(exclude, index, { ...one, to }))}
            />
          </Line>
        </OccurrenceRow>
      ))}
      {exclude.length < 31 && question.steps.length > 1 && (
        <Button
          type="text"
          size="small"
          className="add-line"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => setExclude([...exclude, { event: null }])}
        >
          {t("kinds.funnel.addExcluded")}
        </Button>
      )}
    </Advanced>
  );
}
