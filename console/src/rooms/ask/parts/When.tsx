import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { kindOf } from "@/base/question";
import type { Question } from "@/contract";
import { RangePicker } from "@/ui";
import { Field } from "@/ui/filters";
import { ComparePicker } from "./ComparePicker";
import { SidesPicker } from "./SidesPicker";

interface Props {
  question: Question;
  onChange: (question: Question) => void;
}

const WHOLE = "whole";

/** When: range, length of a bucket, and what to compare with. */
export function When({ question, onChange }: Props) {
  const { t } = useTranslation();
  const { intervals, wholeRange } = kindOf(question.kind);
  return (
    <div className="when">
      <Field path="range">
        <RangePicker value={question.range} onChange={(range) => onChange({ ...question, range })} />
      </Field>
      {intervals.length > 0 && (
        <Field path="interval">
          <Segmented
            aria-label={t("ask.intervalLabel")}
            value={("interval" in question && question.interval) || WHOLE}
            options={[
              ...(wholeRange ? [{ value: WHOLE, label: t("ask.interval.whole") }] : []),
              ...intervals.map((interval) => ({ value: interval, label: t(`ask.interval.${interval}`) })),
            ]}
            onChange={(interval) =>
              onChange({ ...question, interval: interval === WHOLE ? undefined : interval } as Question)
            }
          />
        </Field>
      )}
      <Field path="compare">
        <ComparePicker
          value={question.compare}
          onChange={(compare) => onChange({ ...question, compare } as Question)}
        />
      </Field>
      <SidesPicker />
    </div>
  );
}
