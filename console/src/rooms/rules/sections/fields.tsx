import { InputNumber, Select, Switch } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Rules } from "@/contract";
import type { Draft } from "../draft";

/** What every section is given: the rules as they are edited, and what was refused of them. */
export interface Editing {
  rules: Draft["rules"];
  defaults: Rules;
  set: (change: Partial<Draft["rules"]>) => void;
  /** Why the server refused a setting. */
  wrong: (path: string) => string | undefined;
}

interface FieldProps {
  label: string;
  text?: ReactNode;
  error?: string | undefined;
  children: (id: string) => ReactNode;
}

/** A setting: its name, what it does, and why it was refused. */
export function Field({ label, text, error, children }: FieldProps) {
  const id = useId();
  return (
    <div className="rules-field">
      <label htmlFor={id}>{label}</label>
      <div>
        {children(id)}
        {error && (
          <p className="rules-error" role="alert">
            {error}
          </p>
        )}
        {text && <p>{text}</p>}
      </div>
    </div>
  );
}

type Named<Value> = Omit<FieldProps, "children"> & { value: Value; onChange: (value: Value) => void };

export function NumberField({
  value,
  onChange,
  unit,
  min,
  max,
  standard,
  ...field
}: Named<number> & { unit: string; min: number; max: number; standard: number }) {
  return (
    <Field {...field}>
      {(id) => (
        <span className="rules-number">
          <InputNumber
            id={id}
            value={value}
            min={min}
            max={max}
            precision={0}
            status={field.error ? "error" : ""}
            onChange={(next) => onChange(next ?? standard)}
          />
          <span>{unit}</span>
        </span>
      )}
    </Field>
  );
}

export function SwitchField({ value, onChange, ...field }: Named<boolean>) {
  return <Field {...field}>{(id) => <Switch id={id} checked={value} onChange={onChange} />}</Field>;
}

/** A list of short texts; pasting several at once works. */
export function ListField({ value, onChange, example, ...field }: Named<string[]> & { example: string }) {
  const { t } = useTranslation();
  return (
    <Field {...field}>
      {(id) => (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={value}
          placeholder={t("rules.example", { example })}
          status={field.error ? "error" : ""}
          tokenSeparators={[",", "，", "、", ";", "；", " ", "\n"]}
          maxTagCount={30}
          onChange={(next: string[]) => onChange(next.map((one) => one.trim()).filter(Boolean))}
        />
      )}
    </Field>
  );
}
