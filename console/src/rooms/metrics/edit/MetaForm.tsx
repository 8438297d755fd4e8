import { DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { MetricBody } from "@/contract";
import { usePropertyName } from "@/ui";
import { Choice, Field, useCatalogue } from "@/ui/filters";
import { ownOver } from "../over";
import { type Unit, withUnit } from "./draft";

const UNITS: readonly Unit[] = ["number", "people", "times", "money", "share", "seconds", "days", "score"];
const GOOD = ["up", "down", "neither"] as const;
const OVER = ["total", "daily_average", "last"] as const;

interface Props {
  metric: MetricBody;
  /** The project's currency. */
  currency: string;
  /** Tags that other metrics have. */
  tags: string[];
  /** Whether it was there before: then a change is explained. */
  known: boolean;
  onChange: (metric: MetricBody) => void;
}

/** What is said about a metric besides what is measured. */
export function MetaForm({ metric, currency, tags, known, onChange }: Props) {
  const { t } = useTranslation();
  const { properties } = useCatalogue();
  const named = usePropertyName();
  const set = (change: Partial<MetricBody>) => onChange({ ...metric, ...change });
  const own = ownOver(metric.is);
  const dimensions = [...new Set(properties.filter((one) => one.type !== "number").map((one) => one.name))];
  return (
    <div className="metric-meta">
      <Field path="unit">
        <Label text={t("metrics.unit")} />
        <Choice
          label={t("metrics.unit")}
          value={metric.unit ?? "number"}
          options={UNITS}
          name={(unit) => t(`metrics.units.${unit}`)}
          onChange={(unit) => onChange(withUnit(metric, unit))}
        />
      </Field>
      {metric.unit === "money" && (
        <Field path="currency">
          <Label text={t("metrics.edit.currency")} />
          <Input
            aria-label={t("metrics.edit.currency")}
            placeholder={currency}
            maxLength={3}
            value={metric.currency ?? ""}
            onChange={(event) => set({ currency: event.target.value.toUpperCase() || null })}
          />
        </Field>
      )}
      <Field path="good">
        <Label text={t("metrics.good.title")} />
        <Choice
          label={t("metrics.good.title")}
          value={metric.good ?? "up"}
          options={GOOD}
          name={(one) => t(`metrics.good.${one}`)}
          onChange={(good) => set({ good })}
        />
      </Field>
      <Field path="over">
        <Label text={t("metrics.over.title")} />
        <Choice
          label={t("metrics.over.title")}
          value={metric.over ?? own}
          options={OVER}
          name={(one) => t(`metrics.over.${one}`)}
          onChange={(over) => set({ over: over === own ? null : over })}
        />
      </Field>
      <Field path="owner">
        <Label text={t("metrics.owner")} />
        <Input
          aria-label={t("metrics.owner")}
          maxLength={200}
          value={metric.owner ?? ""}
          onChange={(event) => set({ owner: event.target.value || null })}
        />
      </Field>
      <Field path="tags">
        <Label text={t("metrics.tags")} />
        <Select
          mode="tags"
          className="pick"
          aria-label={t("metrics.tags")}
          value={metric.tags ?? []}
          options={tags.map((tag) => ({ value: tag, label: tag }))}
          onChange={(next) => set({ tags: next })}
        />
      </Field>
      <Field path="dimensions">
        <Label text={t("metrics.dimensions")} />
        <Select
          mode="multiple"
          className="pick"
          aria-label={t("metrics.dimensions")}
          placeholder={t("metrics.anyDimensions")}
          maxCount={12}
          value={metric.dimensions ?? []}
          options={dimensions.map((name) => ({ value: name, label: named(name) }))}
          onChange={(next) => set({ dimensions: next })}
        />
      </Field>
      {known && (
        <>
          <Field path="effective">
            <Label text={t("metrics.edit.effective")} />
            <DatePicker
              className="pick"
              aria-label={t("metrics.edit.effective")}
              value={metric.effective ? dayjs(metric.effective) : null}
              onChange={(day) => set({ effective: day ? day.format("YYYY-MM-DD") : null })}
            />
          </Field>
          <Field path="note">
            <Label text={t("metrics.edit.note")} />
            <Input.TextArea
              aria-label={t("metrics.edit.note")}
              placeholder={t("metrics.edit.noteText")}
              autoSize={{ minRows: 1, maxRows: 4 }}
              maxLength={2000}
              value={metric.note ?? ""}
              onChange={(event) => set({ note: event.target.value })}
            />
          </Field>
        </>
      )}
    </div>
  );
}

const Label = ({ text }: { text: string }) => <div className="metric-label">{text}</div>;
