import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { breakdownsOf, places, replaced, withBreakdowns, without } from "@/base/question";
import type { Breakdown, Question } from "@/contract";
import {
  Choice,
  Field,
  findProperty,
  NumberInput,
  PropertySelect,
  SegmentSelect,
  useCatalogue,
} from "@/ui/filters";
import { NumberList } from "../parts/NumberList";

const TOP = 5;
const BINS = 5;
const RANGES = ["values", "bins", "edges"] as const;

interface Props {
  question: Question;
  most: number;
  onChange: (question: Question) => void;
}

/** What an answer is taken apart by: nothing, one thing, or several together. */
export function BreakdownList({ question, most, onChange }: Props) {
  const { t } = useTranslation();
  const list = breakdownsOf(question);
  const at = places("breakdown", list);
  const set = (next: Breakdown[]) => onChange(withBreakdowns(question, next));
  return (
    <Field path="breakdown">
      <div className="breakdowns">
        {list.map((one, index) => (
          <BreakdownRow
            key={at[index]}
            value={one}
            number={index + 1}
            onChange={(next) => set(replaced(list, index, next))}
            onRemove={() => set(without(list, index))}
          />
        ))}
        {list.length < most && (
          <div className="filter-add">
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => set([...list, { property: "", top: TOP }])}
            >
              {t(list.length === 0 ? "ask.breakdown.byProperty" : "ask.breakdown.add")}
            </Button>
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => set([...list, { segment: "" }])}
            >
              {t("ask.breakdown.bySegment")}
            </Button>
          </div>
        )}
      </div>
    </Field>
  );
}

interface RowProps {
  value: Breakdown;
  number: number;
  onChange: (value: Breakdown) => void;
  onRemove: () => void;
}

function BreakdownRow({ value, number, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const remove = (
    <Button
      type="text"
      icon={<CloseOutlined aria-hidden="true" />}
      aria-label={t("ask.breakdown.remove", { number })}
      onClick={onRemove}
    />
  );
  if (value.segment !== undefined) {
    return (
      <div className="breakdown">
        <SegmentSelect value={value.segment || null} onChange={(segment) => onChange({ segment })} />
        {remove}
      </div>
    );
  }
  const property = findProperty(catalogue, value.property ?? "", value.scope);
  const ranges = value.edges ? "edges" : value.bins ? "bins" : "values";
  const { bins: _, edges: __, ...plain } = value;
  return (
    <div className="breakdown-item">
      <div className="breakdown">
        <PropertySelect
          label={t("ask.breakdown.title")}
          value={value.property ? { property: value.property, scope: value.scope } : null}
          onChange={(chosen) =>
            chosen && onChange({ property: chosen.property, scope: chosen.scope, top: value.top ?? TOP })
          }
        />
        {remove}
      </div>
      {value.property && (
        <div className="did-line">
          {property?.type === "number" && (
            <Choice
              label={t("ask.breakdown.ranges")}
              value={ranges}
              options={RANGES}
              name={(one) => t(`ask.breakdown.as.${one}`)}
              onChange={(next) =>
                onChange({
                  ...plain,
                  ...(next === "bins" ? { bins: BINS } : next === "edges" ? { edges: [0, 100] } : {}),
                })
              }
            />
          )}
          {ranges === "values" && (
            <span className="value-two">
              <span>{t("ask.breakdown.top")}</span>
              <NumberInput
                label={t("ask.breakdown.topLabel")}
                min={1}
                max={50}
                value={value.top ?? TOP}
                onChange={(top) => top && onChange({ ...value, top })}
              />
            </span>
          )}
          {ranges === "bins" && (
            <NumberInput
              label={t("ask.breakdown.bins")}
              min={2}
              max={50}
              value={value.bins}
              onChange={(bins) => bins && onChange({ ...plain, bins })}
            />
          )}
          {ranges === "edges" && (
            <NumberList
              label={t("ask.breakdown.edges")}
              placeholder="0, 50, 100"
              value={value.edges}
              onChange={(edges) => edges && onChange({ ...plain, edges })}
            />
          )}
        </div>
      )}
    </div>
  );
}
