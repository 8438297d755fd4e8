import { useQuery } from "@tanstack/react-query";
import { AutoComplete, DatePicker, Input, InputNumber, Select, Tag } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { valuesQuery } from "@/base/api";
import { sealedText } from "@/base/format";
import { useProject, useProjectFormat } from "@/base/project";
import { shapeOf } from "@/base/question";
import type { Condition, PropertyType } from "@/contract";

interface Props {
  condition: Condition;
  type: PropertyType;
  onChange: (value: unknown) => void;
}

/** The value of a condition, in the shape its operator wants and the type its property has. */
export function ValueInput({ condition, type, onChange }: Props) {
  const { t } = useTranslation();
  const shape = shapeOf(condition.op);
  if (shape === "none") return null;
  if (shape === "many") return <Many condition={condition} type={type} onChange={onChange} />;
  if (shape === "two") {
    const [low, high] = Array.isArray(condition.value) ? condition.value : [];
    return (
      <span className="value-two">
        <One
          type={type}
          value={low}
          label={t("ask.filter.low")}
          onChange={(value) => onChange([value, high ?? null])}
        />
        <span>{t("ask.filter.to")}</span>
        <One
          type={type}
          value={high}
          label={t("ask.filter.high")}
          onChange={(value) => onChange([low ?? null, value])}
        />
      </span>
    );
  }
  const sealed = sealedText(condition.value);
  if (sealed !== null) {
    return (
      <Tag closable={{ "aria-label": t("common.remove") }} onClose={() => onChange(null)}>
        {sealed}
      </Tag>
    );
  }
  if (type === "text" && (condition.op === "=" || condition.op === "!=")) {
    return <Suggested condition={condition} onChange={onChange} />;
  }
  return <One type={type} value={condition.value} label={t("ask.filter.value")} onChange={onChange} />;
}

function useSuggestions(condition: Condition, typed: string) {
  const project = useProject();
  return useQuery(valuesQuery(project.id, condition.property, condition.scope, typed)).data ?? [];
}

function Many({ condition, type, onChange }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const [typed, setTyped] = useState("");
  const values = useSuggestions(condition, typed);
  const chosen = Array.isArray(condition.value) ? condition.value : [];
  const asText = (value: unknown) => String(value);
  const known = values
    .filter((one) => one.value !== null)
    .map((one) => ({
      value: asText(one.value),
      label: format.value(one.value),
      count: one.count as number | null,
    }));
  // Known values come first, so that Enter takes the nearest; what was typed can be taken as it is.
  const asTyped = typed.trim();
  const free = asTyped !== "" && !known.some((one) => one.value === asTyped);
  const options = free ? [...known, { value: asTyped, label: asTyped, count: null }] : known;
  return (
    <Select
      className="pick value-many"
      mode="multiple"
      aria-label={t("ask.filter.values")}
      placeholder={t("ask.filter.values")}
      maxTagCount="responsive"
      popupMatchSelectWidth={false}
      classNames={{ popup: { root: "pick-popup" } }}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={chosen.map(asText)}
      labelRender={({ value, label }) => sealedText(value) ?? label ?? String(value)}
      onChange={(next: string[]) =>
        onChange(
          next
            .map((text) => (type === "number" && sealedText(text) === null ? Number(text) : text))
            .filter((v) => v !== "" && !Number.isNaN(v)),
        )
      }
      options={options}
      optionRender={(option) => (
        <span className="pick-option">
          <span>{option.label}</span>
          <small>
            {option.data.count === null ? t("ask.filter.asTyped") : format.short(option.data.count)}
          </small>
        </span>
      )}
    />
  );
}

function Suggested({ condition, onChange }: Omit<Props, "type">) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const [draft, setDraft] = useDraft(condition.value);
  const values = useSuggestions(condition, draft);
  return (
    <AutoComplete
      className="pick"
      popupMatchSelectWidth={false}
      aria-label={t("ask.filter.value")}
      placeholder={t("ask.filter.value")}
      value={draft}
      options={values
        .filter((one) => one.value !== null)
        .map((one) => ({
          value: String(one.value),
          label: format.value(one.value),
        }))}
      onChange={setDraft}
      onSelect={(value) => onChange(value)}
      onBlur={() => draft !== (condition.value ?? "") && onChange(draft)}
    />
  );
}

/** Typing stays here until it is finished: each address is a step of the Back button. */
function useDraft(value: unknown): [string, (draft: string) => void] {
  const known = value === null || value === undefined ? "" : String(value);
  const [draft, setDraft] = useState(known);
  useEffect(() => setDraft(known), [known]);
  return [draft, setDraft];
}

interface OneProps {
  type: PropertyType;
  value: unknown;
  label: string;
  onChange: (value: unknown) => void;
}

function One({ type, value, label, onChange }: OneProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useDraft(value);
  if (type === "boolean") {
    return (
      <Select
        className="pick"
        aria-label={label}
        placeholder={label}
        value={value as boolean | undefined}
        onChange={onChange}
        options={[
          { value: true, label: t("common.true") },
          { value: false, label: t("common.false") },
        ]}
      />
    );
  }
  if (type === "time") {
    return (
      <DatePicker
        className="pick"
        aria-label={label}
        placeholder={label}
        value={typeof value === "string" && value !== "" ? dayjs(value) : null}
        onChange={(chosen) => onChange(chosen ? chosen.format("YYYY-MM-DD") : null)}
      />
    );
  }
  const commit = () => draft !== (value ?? "") && onChange(draft);
  if (type === "number") {
    return (
      <InputNumber
        className="pick"
        aria-label={label}
        placeholder={label}
        value={typeof value === "number" ? value : null}
        changeOnBlur
        changeOnWheel={false}
        onBlur={(event) => {
          const text = event.currentTarget.value.replace(/,/g, "").trim();
          const next = text === "" ? null : Number(text);
          if (next !== value && !(next === null && value === undefined) && !Number.isNaN(next))
            onChange(next);
        }}
        onPressEnter={(event) => event.currentTarget.blur()}
        controls={false}
      />
    );
  }
  return (
    <Input
      className="pick"
      aria-label={label}
      placeholder={label}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
}
