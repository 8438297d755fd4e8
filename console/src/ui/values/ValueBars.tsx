import type { ReactNode } from "react";
import { useFormat } from "@/base/format";
import "./values.css";

export interface Bar {
  key: string;
  label: ReactNode;
  count: number;
  /** What a click on the label does, where the bar is a door. */
  onOpen?: () => void;
  pressed?: boolean;
}

interface Props {
  bars: Bar[];
  /** What the shares are of; bars are then as long as their share. Without it the longest fills the room. */
  of?: number;
}

/** Counts by name as horizontal bars. */
export function ValueBars({ bars, of }: Props) {
  const format = useFormat();
  const whole = Math.max(1, of ?? 0, ...bars.map((bar) => bar.count));
  return (
    <ul className="bars">
      {bars.map((bar) => (
        <li key={bar.key} className={bar.pressed ? "on" : ""}>
          <span className="bar-label">
            {bar.onOpen ? (
              <button type="button" aria-pressed={bar.pressed ?? false} onClick={bar.onOpen}>
                {bar.label}
              </button>
            ) : (
              <span>{bar.label}</span>
            )}
          </span>
          <span className="bar-count">{format.exact(bar.count)}</span>
          {of !== undefined && <span className="bar-share">{of > 0 ? format.rate(bar.count / of) : ""}</span>}
          <span className="bar-rail" aria-hidden="true">
            <span style={{ width: `${(100 * bar.count) / whole}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
