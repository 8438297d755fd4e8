import { Input } from "antd";
import { useEffect, useState } from "react";

interface Props {
  label: string;
  placeholder: string;
  value: readonly number[] | null | undefined;
  onChange: (value: number[] | undefined) => void;
}

/** Numbers that rise, separated by commas or spaces: where bars begin, where brackets end. */
export const numbersOf = (text: string): number[] =>
  [
    ...new Set(
      text
        .split(/[\s,，、;；]+/)
        .filter((part) => part !== "")
        .map(Number)
        .filter((number) => Number.isFinite(number)),
    ),
  ].sort((a, b) => a - b);

export function NumberList({ label, placeholder, value, onChange }: Props) {
  const known = (value ?? []).join(", ");
  const [draft, setDraft] = useState(known);
  useEffect(() => setDraft(known), [known]);
  const commit = () => {
    const numbers = numbersOf(draft);
    setDraft(numbers.join(", "));
    if (numbers.join(", ") !== known) onChange(numbers.length > 0 ? numbers : undefined);
  };
  return (
    <Input
      className="pick"
      inputMode="numeric"
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
}
