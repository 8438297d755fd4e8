import { useEffect, useMemo, useState } from "react";

/** A value of JSON once it has said the same for so many milliseconds: what is asked while somebody writes. */
export function useSettled<T>(value: T, wait: number): { settled: T; waiting: boolean } {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return { settled: useMemo(() => JSON.parse(settled) as T, [settled]), waiting: settled !== text };
}
