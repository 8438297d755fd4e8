import { Field, Line, NumberInput } from "@/ui/filters";

interface Props {
  label: string;
  path?: string;
  value: number;
  set: (days: number) => void;
}

/** A number of days. */
export function Days({ label, path = "is.days", value, set }: Props) {
  return (
    <Line say={label}>
      <Field path={path}>
        <NumberInput label={label} min={2} max={366} value={value} onChange={(days) => days && set(days)} />
      </Field>
    </Line>
  );
}
