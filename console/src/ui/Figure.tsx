import { Tooltip } from "antd";
import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  /** Definition, exact value, freshness: what hovering shows. */
  hint?: ReactNode;
  /** Opens the people behind the figure. */
  onOpen?: () => void;
  label?: string;
}

/** A figure that is a door: hover tells what it means, a click opens the people behind it. */
export function Figure({ children, hint, onOpen, label }: Props) {
  const body = onOpen ? (
    <button type="button" className="figure-door" onClick={onOpen} aria-label={label}>
      {children}
    </button>
  ) : (
    <span>{children}</span>
  );
  return hint ? <Tooltip title={hint}>{body}</Tooltip> : body;
}
