import type { ReactNode } from "react";

export interface LegendItem {
  key: string;
  name: string;
  colour: string | undefined;
  /** Whether it is switched off. */
  off?: boolean;
  onToggle?: () => void;
  /** Its figures. */
  children?: ReactNode;
}

/** Which colour is what, with the figure of the whole range. */
export function Legend({ items }: { items: LegendItem[] }) {
  return (
    <ul className="legend">
      {items.map((item) => {
        const name = (
          <>
            <i style={{ background: item.colour }} aria-hidden="true" />
            <span>{item.name}</span>
          </>
        );
        return (
          <li key={item.key} className={item.off ? "off" : ""}>
            {item.onToggle ? (
              <button type="button" className="legend-name" aria-pressed={!item.off} onClick={item.onToggle}>
                {name}
              </button>
            ) : (
              <span className="legend-name">{name}</span>
            )}
            {item.children}
          </li>
        );
      })}
    </ul>
  );
}
