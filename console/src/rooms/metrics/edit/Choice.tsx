import { Select } from "antd";
import { Field, Line } from "@/ui/filters";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly T[];
  name: (one: T) => string;
  onChange: (one: T) => void;
}

/** One of several figures that a type can be. */
export function Choice<T extends string>({ label, value, options, name, onChange }: Props<T>) {
  return (
    <Line say={label}>
      <Field path="is.figure">
        <Select<T>
          className="pick"
          aria-label={label}
          value={value}
          options={options.map((one) => ({ value: one, label: name(one) }))}
          onChange={onChange}
        />
      </Field>
    </Line>
  );
}
