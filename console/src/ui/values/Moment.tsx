import { useProjectFormat } from "@/base/project";

interface Props {
  at: string | null | undefined;
  /** `clock` under a heading that already names the day. */
  show?: "moment" | "day" | "clock";
}

/** A moment in the project's zone; hovering names the zone, the second, and the same in UTC. */
export function Moment({ at, show = "moment" }: Props) {
  const format = useProjectFormat();
  if (!at) return <span>{format.moment(at)}</span>;
  return (
    <time
      dateTime={at}
      title={[`${format.day(at)} ${format.clock(at)} · ${format.zone}`, format.utc(at)]
        .filter(Boolean)
        .join("\n")}
    >
      {format[show](at)}
    </time>
  );
}
