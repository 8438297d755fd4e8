import { CopyButton } from "@/ui";

interface Props {
  label: string;
  value: string;
  text?: string;
}

/** A value to be taken elsewhere: shown whole, copied with one click. */
export function CopyField({ label, value, text }: Props) {
  return (
    <div className="copy-field">
      <span className="copy-label">{label}</span>
      <code>{value}</code>
      <CopyButton value={value} label={label} />
      {text && <small>{text}</small>}
    </div>
  );
}
