import { createContext, type ReactNode, useContext } from "react";

/** Errors by field of the form, in the reader's language. */
export const FieldErrors = createContext<ReadonlyMap<string, string>>(new Map());

export const fieldId = (name: string) => `import-${name}`;

/** Take the reader to a field. */
export function focusField(name: string) {
  const element = document.getElementById(fieldId(name));
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

interface Props {
  name: string;
  label: ReactNode;
  /** What the field means, in plain words. */
  hint?: ReactNode;
  /** Below the control: the values a chosen column holds. */
  below?: ReactNode;
  /** Receives the id and what describes the control. */
  children: (control: { id: string; status: "error" | ""; "aria-describedby": string }) => ReactNode;
}

/** A labelled control with its meaning above and its error below. */
export function Field({ name, label, hint, below, children }: Props) {
  const error = useContext(FieldErrors).get(name);
  const id = fieldId(name);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div id={`${id}-about`}>
        {hint && <p className="field-hint">{hint}</p>}
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
      </div>
      {children({ id, status: error ? "error" : "", "aria-describedby": `${id}-about` })}
      {below}
    </div>
  );
}
