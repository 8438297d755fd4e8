import { Select } from "antd";
import { useUrlState } from "@/base/url";

/** Which part of an answer is looked at. It is part of the address, but no step of Back. */
export function useLookedAt(name: string): [string | null, (value: string | null) => void] {
  const { get, set } = useUrlState();
  return [get(name), (value) => set({ [name]: value }, { replace: true })];
}

interface Props {
  label: string;
  value: string;
  options: readonly { key: string; name: string }[];
  onChange: (key: string) => void;
}

/** One group or one period of an answer. */
export function Pick({ label, value, options, onChange }: Props) {
  return (
    <span className="result-pick">
      <span>{label}</span>
      <Select
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        aria-label={label}
        value={value}
        onChange={onChange}
        options={options.map((one) => ({ value: one.key, label: one.name }))}
      />
    </span>
  );
}
