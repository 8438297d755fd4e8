import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { breakdownsOf, places, replaced, withBreakdowns, without } from "@/base/question";
import type { Breakdown, Question } from "@/contract";
import { NumberInput } from "../parts/controls";
import { Field } from "../parts/fields";
import { PropertySelect } from "../parts/PropertySelect";

const TOP = 5;

interface Props {
  question: Question;
  most: number;
  onChange: (question: Question) => void;
}

/** The properties an answer is taken apart by: none, one, or several together. */
export function BreakdownList({ question, most, onChange }: Props) {
  const { t } = useTranslation();
  const list = breakdownsOf(question);
  const at = places("breakdown", list);
  const set = (next: Breakdown[]) => onChange(withBreakdowns(question, next));
  return (
    <Field path="breakdown">
      <div className="breakdowns">
        {list.map((one, index) => (
          <div className="breakdown" key={at[index]}>
            <PropertySelect
              label={t("ask.breakdown.title")}
              value={one}
              onChange={(chosen) =>
                chosen &&
                set(
                  replaced(list, index, {
                    property: chosen.property,
                    scope: chosen.scope,
                    top: one.top ?? TOP,
                  }),
                )
              }
            />
            <span className="value-two">
              <span>{t("ask.breakdown.top")}</span>
              <NumberInput
                label={t("ask.breakdown.topLabel")}
                min={1}
                max={50}
                value={one.top ?? TOP}
                onChange={(top) => top && set(replaced(list, index, { ...one, top }))}
              />
            </span>
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t("ask.breakdown.remove", { number: index + 1 })}
              onClick={() => set(without(list, index))}
            />
          </div>
        ))}
        {list.length === 0 && (
          <PropertySelect
            label={t("ask.breakdown.title")}
            placeholder={t("ask.breakdown.none")}
            value={null}
            onChange={(chosen) =>
              chosen && set([{ property: chosen.property, scope: chosen.scope, top: TOP }])
            }
          />
        )}
        {list.length > 0 && list.length < most && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => {
              const first = list[0];
              if (first) set([...list, { ...first }]);
            }}
          >
            {t("ask.breakdown.add")}
          </Button>
        )}
      </div>
    </Field>
  );
}
