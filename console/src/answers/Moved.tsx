import { useProjectFormat } from "@/base/project";
import { Change } from "@/ui";

interface Props {
  value: number | null | undefined;
  before: number | null | undefined;
  /** How the earlier figure is written; as a rate when not given. */
  write?: (value: number | null | undefined) => string;
  /** Whole numbers, written out. */
  counts?: true;
}

/** How a figure moved against the range it is compared with. */
export function Moved({ value, before, write, counts }: Props) {
  const format = useProjectFormat();
  const text = write ?? (counts ? format.exact : format.rate);
  return <Change value={value} previous={before} good="neutral" against={text(before)} />;
}
