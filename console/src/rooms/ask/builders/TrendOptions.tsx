import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { letter, PER_PERSON, places, ROLLING, replaced, without } from "@/base/question";
import type { Series, Trend } from "@/contract";
import { Advanced, Choice, Field, Line, NumberInput, Tick } from "@/ui/filters";
import type { BuilderProps } from "../kinds";

const SUMMED = ["events", "people", "sum"];
const EACH = ["events", "sum"];
const TOTAL = "total";

/** What few lines need: per person, first ever, running totals, hidden for formulas. */
export function SeriesOptions({
  value,
  path,
  onChange,
}: {
  value: Series;
  path: string;
  onChange: (value: Series) => void;
}) {
  const { t } = useTranslation();
  const set = (change: Partial<Series>) => onChange({ ...value, ...change });
  const used = [value.per_person, value.first_ever, value.cumulative, value.hidden].filter(Boolean).length;
  return (
    <>
      {ROLLING.includes(value.measure) && (
        <Line say={t("kinds.trend.days")}>
          <Field path={`${path}.days`}>
            <NumberInput
              label={t("kinds.trend.days")}
              min={1}
              max={366}
              value={value.days ?? (value.measure === "rolling_people" ? 7 : 30)}
              onChange={(days) => set({ days })}
            />
          </Field>
        </Line>
      )}
      <Advanced used={used}>
        {EACH.includes(value.measure) && (
          <Line say={t("kinds.trend.perPerson")}>
            <Choice
              label={t("kinds.trend.perPerson")}
              value={value.per_person ?? TOTAL}
              options={[TOTAL, ...PER_PERSON]}
              name={(one) => (one === TOTAL ? t("kinds.none") : t(`ask.measure.${one}`))}
              onChange={(next) =>
                set({ per_person: next === TOTAL ? undefined : (next as Series["per_person"]) })
              }
            />
          </Line>
        )}
        <Tick
          label={t("kinds.trend.firstEver")}
          hint={t("kinds.trend.firstEverHint")}
          value={value.first_ever}
          onChange={(next) => set({ first_ever: next })}
        />
        {SUMMED.includes(value.measure) && (
          <Tick
            label={t("kinds.trend.cumulative")}
            value={value.cumulative}
            onChange={(next) => set({ cumulative: next })}
          />
        )}
        <Tick
          label={t("kinds.trend.hidden")}
          value={value.hidden}
          onChange={(next) => set({ hidden: next })}
        />
      </Advanced>
    </>
  );
}

/** Lines computed from others, and the moving average. */
export function TrendExtras({ question, onChange }: BuilderProps<Trend>) {
  const { t } = useTranslation();
  const { formulas = [], smooth } = question;
  const set = (change: Partial<Trend>) => onChange({ ...question, ...change });
  const at = places("formulas", formulas);
  return (
    <>
      {formulas.map((one, index) => (
        <div className="builder-line" key={at[index]}>
          <Field path={`formulas.${index}`}>
            <Input
              aria-label={t("kinds.trend.formula", { number: index + 1 })}
              placeholder="A / B"
              defaultValue={one.formula}
              onBlur={(event) =>
                set({ formulas: replaced(formulas, index, { ...one, formula: event.target.value }) })
              }
              onPressEnter={(event) => event.currentTarget.blur()}
            />
          </Field>
          <Input
            className="pick-short"
            aria-label={t("kinds.trend.formulaName", { number: index + 1 })}
            placeholder={t("ask.saved.name")}
            defaultValue={one.name ?? ""}
            onBlur={(event) =>
              set({ formulas: replaced(formulas, index, { ...one, name: event.target.value || undefined }) })
            }
          />
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden="true" />}
            aria-label={t("kinds.trend.removeFormula", { number: index + 1 })}
            onClick={() => set({ formulas: formulas.length > 1 ? without(formulas, index) : undefined })}
          />
        </div>
      ))}
      <div className="filter-add">
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() =>
            set({ formulas: [...formulas, { formula: question.series.length > 1 ? "A / B" : letter(0) }] })
          }
        >
          {t("kinds.trend.addFormula")}
        </Button>
        {smooth === undefined && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => set({ smooth: 7 })}
          >
            {t("kinds.trend.addSmooth")}
          </Button>
        )}
      </div>
      {smooth !== undefined && (
        <Line say={t("kinds.trend.smooth")}>
          <Field path="smooth">
            <NumberInput
              label={t("kinds.trend.smooth")}
              min={2}
              max={1000}
              value={smooth}
              onChange={(next) => set({ smooth: next })}
            />
          </Field>
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden="true" />}
            aria-label={t("kinds.trend.removeSmooth")}
            onClick={() => set({ smooth: undefined })}
          />
        </Line>
      )}
    </>
  );
}
