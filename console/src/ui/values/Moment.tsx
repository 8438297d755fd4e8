import { useProjectFormat } from "@/base/project";

interface Props {
  at: string | null | undefined;
  /** `clock` under a heading that already names the day. */
  show?: "moment" | "day" | "clock";
}

/** A moment in the project's zone; hovering names the zone and the second. */
export function Moment({ at, show = "moment" }: Props) {
  const format = useProjectFormat();
  if (!at) return <span>{format.moment(at)}</span>;
  return (
    <time dateTime={at} title={`${format.day(at)} ${format.clock(at)} · ${format.zone}`}>
      {format[show](at)}
    </time>
  );
}
