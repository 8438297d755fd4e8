import { CATEGORICAL, MUTED } from "@/base/palette";
import { useSharedExtent } from "../shared";

export interface OddsRow {
  key: string;
  name: string;
  ratio: number | null;
  low: number | null;
  high: number | null;
  text: string;
  /** Whether it is more than chance would bring. */
  sure: boolean;
  address: string;
  figure: number;
}

interface Props {
  rows: readonly OddsRow[];
  dark: boolean;
  description: string;
  onOpen: (address: string, title: string, figure?: number) => void;
}

const MOST = 64;

/** Odds ratios as points with their intervals on a scale of powers of two, 1 marked: right of it goes with converting. */
export function OddsPlot({ rows, dark, description, onOpen }: Props) {
  const ends = rows.flatMap((row) => [row.low, row.high]).filter((end): end is number => !!end && end > 0);
  const own = Math.max(1, ...ends.map((end) => Math.abs(Math.log2(Math.min(MOST, Math.max(1 / MOST, end))))));
  const reach = useSharedExtent("odds", [0, own])?.[1] ?? own;
  const at = (ratio: number) =>
    50 + (50 * Math.max(-reach, Math.min(reach, Math.log2(Math.max(1e-9, ratio))))) / reach;
  const colour = (row: OddsRow) => {
    if (!row.sure || row.ratio === null) return dark ? MUTED.dark : MUTED.light;
    const palette = dark ? CATEGORICAL.dark : CATEGORICAL.light;
    return row.ratio >= 1 ? palette[0] : palette[1];
  };
  return (
    <figure className="odds" aria-label={description}>
      {rows.map((row) => (
        <button
          type="button"
          key={row.key}
          className="odds-row"
          onClick={() => onOpen(row.address, row.name, row.figure)}
        >
          <span className="rank-name" title={row.name}>
            {row.name}
          </span>
          <span className="odds-line" aria-hidden="true" style={{ color: colour(row) }}>
            <i className="one" />
            {row.low !== null && row.high !== null && (
              <i className="range" style={{ left: `${at(row.low)}%`, right: `${100 - at(row.high)}%` }} />
            )}
            {row.ratio !== null && <i className="point" style={{ left: `${at(row.ratio)}%` }} />}
          </span>
          <span className="odds-text">{row.text}</span>
        </button>
      ))}
    </figure>
  );
}
