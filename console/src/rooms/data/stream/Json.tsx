import { useRef } from "react";
import { useReachable } from "@/ui";
import { readable } from "./json";

/** A value as JSON that can be read, and scrolled by keyboard. Text that is no JSON stays as it is. */
export function Json({ value, label }: { value: unknown; label: string }) {
  const frame = useRef<HTMLPreElement>(null);
  useReachable(frame);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a named region that scrolls; a section would be a landmark each
    <pre className="json" ref={frame} role="group" aria-label={label}>
      <code>{readable(value)}</code>
    </pre>
  );
}
