import type { ReactNode } from "react";
import { type SliceValues, sliceFilters } from "@/base/metrics";
import type { Range } from "@/contract";
import { PeopleDoor } from "../metrics/PeopleDoor";
import { useSlice } from "../metrics/useSlice";
import { useExplained } from "./metric";

interface Props {
  range: Range;
  values: SliceValues;
  title: string;
  children: ReactNode;
}

/** A figure of a slice in one of the periods; opens its people. */
export function SliceFigure({ range, values, title, children }: Props) {
  const { key, filters } = useExplained();
  const { doors } = useSlice(key);
  const own = sliceFilters(values);
  if (own === null) return <span>{children}</span>;
  return (
    <PeopleDoor doors={() => doors(range, [...filters, ...own])} title={title}>
      {children}
    </PeopleDoor>
  );
}
