import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { FUNNEL_UNITS, places, replaced, without } from "@/base/question";
import type { Drivers, FunnelShape, FunnelWindow } from "@/contract";
import { Field, Line, NumberInput, PropertySelect, WindowInput } from "@/ui/filters";
import type { BuilderProps } from "../kinds";
import { OccurrenceList } from "./OccurrenceList";

const TOP = 10;

/** Of those who went through [steps], what did converters do more than the others? */
export default function DriversBuilder({ question, onChange }: BuilderProps<Drivers>) {
  const { t } = useTranslation();
  const { funnel, properties = [] } = question;
  const set = (change: Partial<Drivers>) => onChange({ ...question, ...change });
  const setFunnel = (change: Partial<FunnelShape>) => set({ funnel: { ...funnel, ...change } });
  const at = places("properties", properties);
  return (
    <>
      <OccurrenceList
        path="funnel.steps"
        list={funnel.steps}
        lead={t("kinds.drivers.steps")}
        add={t("ask.funnel.add")}
        least={2}
        most={32}
        onChange={(steps) => setFunnel({ steps })}
      />
      <Line say={t("ask.funnel.within")}>
        <WindowInput<FunnelWindow["unit"]>
          path="funnel.window"
          label={t("ask.funnel.windowValue")}
          units={FUNNEL_UNITS}
          value={funnel.window ?? { value: 14, unit: "day" }}
          onChange={(window) => setFunnel({ window })}
        />
      </Line>
      <p className="builder-say">{t("kinds.drivers.properties")}</p>
      {properties.map((one, index) => (
        <div className="breakdown-item" key={at[index]}>
          <div className="drivers-property">
            <Field path={at[index] ?? "properties"}>
              <PropertySelect
                label={t("kinds.drivers.property", { number: index + 1 })}
                value={one.property ? { property: one.property, scope: one.scope } : null}
                onChange={(chosen) =>
                  chosen && set({ properties: replaced(properties, index, { ...one, ...chosen }) })
                }
              />
            </Field>
            <NumberInput
              label={t("ask.breakdown.topLabel")}
              min={1}
              max={50}
              value={one.top ?? TOP}
              onChange={(top) => set({ properties: replaced(properties, index, { ...one, top }) })}
            />
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t("ask.breakdown.remove", { number: index + 1 })}
              onClick={() =>
                set({ properties: properties.length > 1 ? without(properties, index) : undefined })
              }
            />
          </div>
        </div>
      ))}
      {properties.length < 10 && (
        <Button
          type="text"
          size="small"
          className="add-line"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => set({ properties: [...properties, { property: "" }] })}
        >
          {t("ask.breakdown.byProperty")}
        </Button>
      )}
    </>
  );
}
