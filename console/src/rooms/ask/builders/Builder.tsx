import { Checkbox, InputNumber, Segmented, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { convert, KINDS } from "@/base/question";
import type { Breakdown, Question } from "@/contract";
import { FilterList } from "../filters/FilterList";
import { useCatalogue } from "../parts/context";
import { Field } from "../parts/fields";
import { PropertySelect } from "../parts/PropertySelect";
import { FunnelBuilder } from "./FunnelBuilder";
import { withFilters } from "./OccurrenceRow";
import { RetentionBuilder } from "./RetentionBuilder";
import { TrendBuilder } from "./TrendBuilder";

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

/** The question, written so that it can be read. */
export function Builder({ question, onChange }: Props) {
  const { t } = useTranslation();
  const { events } = useCatalogue();
  return (
    <div className="builder">
      <Segmented
        block
        aria-label={t("ask.kindLabel")}
        value={question.kind}
        options={KINDS.map((kind) => ({ value: kind, label: t(`ask.kind.${kind}`) }))}
        onChange={(kind) => onChange(convert(question, kind, events))}
      />
      <section className="builder-part">
        {question.kind === "trend" && <TrendBuilder question={question} onChange={onChange} />}
        {question.kind === "funnel" && <FunnelBuilder question={question} onChange={onChange} />}
        {question.kind === "retention" && <RetentionBuilder question={question} onChange={onChange} />}
      </section>
      <section className="builder-part">
        <h2>{t("ask.filter.title")}</h2>
        <FilterList
          path="filters"
          filters={question.filters ?? []}
          onChange={(filters) => onChange(withFilters(question, filters))}
        />
      </section>
      {question.kind !== "retention" && (
        <section className="builder-part">
          <h2>{t("ask.breakdown.title")}</h2>
          <BreakdownPicker
            value={question.breakdown}
            onChange={(breakdown) => {
              const { breakdown: _, ...rest } = question;
              onChange(breakdown ? { ...rest, breakdown } : rest);
            }}
          />
        </section>
      )}
      <section className="builder-part">
        <Tooltip title={t("ask.marked.hint")} placement="bottomLeft">
          <Checkbox
            checked={question.marked === true}
            onChange={(event) => {
              const { marked: _, ...rest } = question;
              onChange(event.target.checked ? { ...rest, marked: true } : rest);
            }}
          >
            {t("ask.marked.label")}
          </Checkbox>
        </Tooltip>
      </section>
    </div>
  );
}

const TOP = 5;

function BreakdownPicker({
  value,
  onChange,
}: {
  value: Breakdown | undefined;
  onChange: (value: Breakdown | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="builder-line">
      <Field path="breakdown">
        <PropertySelect
          label={t("ask.breakdown.title")}
          placeholder={t("ask.breakdown.none")}
          allowClear
          value={value ?? null}
          onChange={(chosen) =>
            onChange(
              chosen ? { property: chosen.property, scope: chosen.scope, top: value?.top ?? TOP } : undefined,
            )
          }
        />
      </Field>
      {value && (
        <span className="value-two">
          <span>{t("ask.breakdown.top")}</span>
          <InputNumber
            aria-label={t("ask.breakdown.topLabel")}
            min={1}
            max={50}
            precision={0}
            value={value.top ?? TOP}
            onChange={(top) => top && onChange({ ...value, top })}
          />
        </span>
      )}
    </div>
  );
}
