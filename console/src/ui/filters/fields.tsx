/** Errors shown at the field the server names. */
import { createContext, type ReactNode, useContext } from "react";
import { ApiError } from "@/base/api";
import { useErrorText } from "../useErrorText";
import "./filters.css";

const FieldError = createContext<ApiError | null>(null);

export function FieldErrors({ error, children }: { error: unknown; children: ReactNode }) {
  const named = error instanceof ApiError && error.field !== null ? error : null;
  return <FieldError value={named}>{children}</FieldError>;
}

/** Whether an error's field is this one or lies inside of it. */
export const covers = (path: string, field: string) => field === path || field.startsWith(`${path}.`);

/** A control with its place in the question; what the server says about it stands underneath. */
export function Field({
  path,
  exact,
  except = [],
  children,
}: {
  path: string;
  exact?: boolean;
  /** Places inside of it that have a field of their own. */
  except?: readonly string[];
  children: ReactNode;
}) {
  const error = useContext(FieldError);
  const text = useErrorText();
  const field = error?.field ?? null;
  const hit =
    field !== null &&
    (exact
      ? field === path
      : covers(path, field) && !except.some((inner) => covers(`${path}.${inner}`, field)));
  return (
    <div className={hit ? "field field-wrong" : "field"}>
      {children}
      {hit && (
        <div className="field-error" role="alert">
          {text(error)}
        </div>
      )}
    </div>
  );
}
