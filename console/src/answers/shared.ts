/** What the results of several kinds do alike. */
import type { TFunction } from "i18next";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Format } from "@/base/format";
import { type Curves, extremes } from "@/charts";
import type { ResultParts } from "./types";

/** The maker of a PNG, once the picture that is drawn later has handed it out. */
export function usePicture() {
  const [made, setMade] = useState<{ make: () => string } | null>(null);
  const onReady = useCallback((make: (() => string) | null) => setMade(make ? { make } : null), []);
  return { png: made?.make ?? null, onReady };
}

/** Hands out what the result can be taken away as; `png` is null while there is no picture. */
export function useParts(
  onParts: (parts: ResultParts | null) => void,
  table: ResultParts["table"],
  png: ResultParts["png"],
): void {
  const latest = useRef({ table, png });
  latest.current = { table, png };
  const drawn = png !== null;
  useEffect(() => {
    onParts({
      table: () => latest.current.table(),
      png: drawn ? () => latest.current.png?.() ?? "" : null,
    });
    return () => onParts(null);
  }, [onParts, drawn]);
}

/** Which lines are switched off. */
export function useHidden() {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (key: string) =>
      setHidden((old) => {
        const next = new Set(old);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    [],
  );
  return { hidden, toggle };
}

/** A picture of lines in words: the highest and the lowest place of each. */
export function describeLines(
  model: Curves,
  write: { value: Format["exact"]; bucket: (bucket: string) => string },
  t: TFunction,
): string {
  return model.lines
    .slice(0, 12)
    .map((line) => {
      const ends = extremes(line, model.buckets);
      if (!ends) return `${line.name}.`;
      return t("chart.describe.line", {
        name: line.name,
        high: write.value(ends.high.value),
        highAt: write.bucket(ends.high.bucket),
        low: write.value(ends.low.value),
        lowAt: write.bucket(ends.low.bucket),
      });
    })
    .join(" ");
}
