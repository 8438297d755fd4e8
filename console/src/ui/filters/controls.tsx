/** Small controls that the editors of all kinds are put together from. */
import { RightOutlined } from "@ant-design/icons";
import { Checkbox, InputNumber, Segmented, Tooltip } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { WINDOW_UNITS } from "@/base/question";
import type { Window } from "@/contract";
import { Choice } from "./Choice";
import { Field } from "./fields";

/** Words and controls in one line of the sentence. */
export function Line({ say, hint, children }: { say?: ReactNode; hint?: string; children: ReactNode }) {
  return (
    <div className="builder-line">
      {say && <Tooltip title={hint}>{<span className="builder-word">{say}</span>}</Tooltip>}
      {children}
    </div>
  );
}

interface NumberProps {
  label: string;
  value: number | null | undefined;
  min?: number;
  max?: number;
  whole?: boolean;
  placeholder?: string;
  onChange: (value: number | undefined) => void;
}

/** A number that counts once it is finished: by leaving the field or with Enter. */
export function NumberInput({ label, value, min, max, whole = true, placeholder, onChange }: NumberProps) {
  return (
    <InputNumber
      className="pick-number"
      aria-label={label}
      min={min}
      max={max}
      {...(whole ? { precision: 0 } : {})}
      placeholder={placeholder}
      value={value ?? null}
      changeOnWheel={false}
      changeOnBlur
      onChange={(next) => next !== value && onChange(next ?? undefined)}
    />
  );
}

interface WindowProps<U extends string> {
  path: string;
  value: { value: number; unit: U };
  label: string;
  units?: readonly U[];
  onChange: (value: { value: number; unit: U }) => void;
}

/** A length of time: so many of a unit. */
export function WindowInput<U extends string = Window["unit"]>({
  path,
  value,
  label,
  units = WINDOW_UNITS as unknown as readonly U[],
  onChange,
}: WindowProps<U>) {
  const { t } = useTranslation();
  return (
    <Field path={path}>
      <span className="value-two">
        <NumberInput
          label={label}
          min={1}
          max={100000}
          value={value.value}
          onChange={(next) => next && onChange({ ...value, value: next })}
        />
        <Choice
          label={t("ask.unitOf", { of: label })}
          value={value.unit}
          options={units}
          name={(unit) => t(`ask.unit.${unit as string}`)}
          onChange={(unit) => onChange({ ...value, unit })}
        />
      </span>
    </Field>
  );
}

interface EitherProps<T extends string> {
  label: string;
  value: T;
  options: readonly T[];
  name: (option: T) => string;
  hint?: (option: T) => string | undefined;
  onChange: (value: T) => void;
}

/** One of two or three, all in sight. */
export function Either<T extends string>({ label, value, options, name, hint, onChange }: EitherProps<T>) {
  return (
    <Segmented<T>
      className="either"
      aria-label={label}
      value={value}
      options={options.map((one) => ({
        value: one,
        label: hint ? <Tooltip title={hint(one)}>{name(one)}</Tooltip> : name(one),
      }))}
      onChange={onChange}
    />
  );
}

interface TickProps {
  label: string;
  hint?: string;
  value: boolean | undefined;
  onChange: (value: true | undefined) => void;
}

/** Something that is so or not. What is not so is not said. */
export function Tick({ label, hint, value, onChange }: TickProps) {
  return (
    <Tooltip title={hint} placement="bottomLeft">
      <Checkbox
        checked={value === true}
        onChange={(event) => onChange(event.target.checked ? true : undefined)}
      >
        {label}
      </Checkbox>
    </Tooltip>
  );
}

/** What few need, folded away; open from the start when something of it is in use. */
export function Advanced({ used, children }: { used: number; children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(used > 0);
  return (
    <div className="advanced">
      <button type="button" className="advanced-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <RightOutlined aria-hidden="true" rotate={open ? 90 : 0} />
        {t("ask.advanced")}
        {used > 0 && <b>{used}</b>}
      </button>
      {open && <div className="advanced-body">{children}</div>}
    </div>
  );
}
