import { useSharedExtent } from "../shared";

export interface Rank {
  key: string;
  name: string;
  value: number;
  text: string;
  /** A second figure, such as a share. */
  more?: string;
  colour: string;
  /** The figure of the earlier period. */
  before?: number | null | undefined;
  address?: string | null | undefined;
  figure?: number | undefined;
}

interface Props {
  ranks: readonly Rank[];
  description: string;
  onOpen: (address: string, title: string, figure?: number) => void;
}

/** Names with bars beside them, in the order given. */
export function Ranks({ ranks, description, onOpen }: Props) {
  const own = Math.max(1e-12, ...ranks.flatMap((rank) => [Math.abs(rank.value), Math.abs(rank.before ?? 0)]));
  const most = useSharedExtent("ranks", [0, own])?.[1] ?? own;
  return (
    <figure className="ranks" aria-label={description}>
      {ranks.map((rank) => {
        const { address } = rank;
        return (
          <div key={rank.key} className="rank">
            <span className="rank-name" title={rank.name}>
              {rank.name}
            </span>
            <span className="rank-bar" aria-hidden="true">
              <i style={{ width: `${(Math.abs(rank.value) / most) * 100}%`, background: rank.colour }} />
              {typeof rank.before === "number" && (
                <b style={{ left: `${(Math.abs(rank.before) / most) * 100}%` }} />
              )}
            </span>
            <span className="rank-figure">
              {address ? (
                <button
                  type="button"
                  className="figure-door"
                  aria-label={`${rank.name}: ${rank.text}`}
                  onClick={() => onOpen(address, rank.name, rank.figure)}
                >
                  {rank.text}
                </button>
              ) : (
                rank.text
              )}
              {rank.more && <small>{rank.more}</small>}
            </span>
          </div>
        );
      })}
    </figure>
  );
}
