import type { ReactNode } from "react";

/** The buttons that lead on, always in sight at the foot of the page. */
export function ActionBar({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="action-bar">
      <span className="action-note">{note}</span>
      <div className="action-buttons">{children}</div>
    </div>
  );
}
