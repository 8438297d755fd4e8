import { Select } from "antd";

interface Props<T extends string> {
  value: T;
  options: readonly T[];
  name: (option: T) => string;
  onChange: (value: T) => void;
  label: string;
}

/** One of a few words. */
export function Choice<T extends string>({ value, options, name, onChange, label }: Props<T>) {
  return (
    <Select<T>
      className="pick"
      popupMatchSelectWidth={false}
      aria-label={label}
      value={value}
      onChange={(chosen) => onChange(chosen)}
      options={options.map((option) => ({ value: option, label: name(option) }))}
    />
  );
}
