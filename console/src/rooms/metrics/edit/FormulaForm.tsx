import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { MetricSelect } from "@/ui";
import { Field, Line } from "@/ui/filters";

interface Props {
  value: string;
  own: string;
  onChange: (formula: string) => void;
}

/** Metrics put together; a metric that is chosen is written at the end. */
export function FormulaForm({ value, own, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Field path="is.formula">
        <Input.TextArea
          className="metric-code"
          aria-label={t("metrics.edit.formula")}
          placeholder="gmv - refunds"
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <Line say={t("metrics.edit.insert")}>
        <MetricSelect
          label={t("metrics.edit.insert")}
          value={null}
          except={own}
          onChange={(key) => onChange(`${value.trimEnd()} ${key}`.trimStart())}
        />
      </Line>
    </>
  );
}
