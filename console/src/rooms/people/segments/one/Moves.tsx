import { useQuery } from "@tanstack/react-query";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import { Sparkline } from "@/charts";
import type { Segment, SegmentMove } from "@/contract";
import { Card, KeepPeople, QueryView } from "@/ui";
import { keepMoved, movedQuery, movesQuery } from "../queries";
import { ListDrawer } from "./ListDrawer";

const SHOWN = 60;
const WAYS = ["entered", "left"] as const;
type Way = (typeof WAYS)[number];

/** The size over time, and under it who entered and left with each change: every bar opens its people. */
export function Moves({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const query = useQuery(movesQuery(project.id, segment.id, SHOWN));
  const opened = openedOf(get("moved"));
  return (
    <Card title={t("segments.moves.title")}>
      <QueryView query={query}>
        {(moves) =>
          moves.length < 2 ? (
            <p className="segment-hint">{t("segments.moves.none")}</p>
          ) : (
            <Bars
              name={segment.name}
              moves={[...moves].reverse()}
              onOpen={(move, way) => set({ moved: `${move.position}.${way}` })}
            />
          )
        }
      </QueryView>
      {opened && (
        <ListDrawer
          key={`${opened.position}.${opened.way}`}
          title={t(`segments.moves.who.${opened.way}`)}
          query={(page) => movedQuery(project.id, segment.id, opened.position, opened.way, page)}
          extra={
            <KeepPeople
              keep={(name) => keepMoved(project.id, segment.id, opened.position, opened.way, name)}
            />
          }
          onClose={() => set({ moved: null })}
        />
      )}
    </Card>
  );
}

function openedOf(text: string | null): { position: number; way: Way } | null {
  const [position, way] = (text ?? "").split(".");
  const known = WAYS.find((one) => one === way);
  return known && /^\d+$/.test(position ?? "") ? { position: Number(position), way: known } : null;
}

interface BarsProps {
  name: string;
  moves: SegmentMove[];
  onOpen: (move: SegmentMove, way: Way) => void;
}

function Bars({ name, moves, onOpen }: BarsProps) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  // The first entry says how many there were to begin with; nobody entered by it.
  const most = Math.max(1, ...moves.flatMap((move) => [move.entered, move.left]));
  const bar = (move: SegmentMove, way: Way) => {
    const count = move[way];
    if (count === 0) return <span className={`move-bar ${way}`} />;
    const label = t(`segments.moves.bar.${way}`, {
      count,
      shown: format.exact(count),
      at: format.moment(move.at),
    });
    return (
      <Tooltip title={label}>
        <button
          type="button"
          className={`move-bar ${way}`}
          aria-label={label}
          onClick={() => onOpen(move, way)}
        >
          <i style={{ height: `${Math.max(4, (count / most) * 100)}%` }} />
        </button>
      </Tooltip>
    );
  };
  const first = moves[0];
  const last = moves.at(-1);
  return (
    <div className="moves">
      <div className="moves-size" style={{ marginInline: `${50 / moves.length}%` }}>
        <Sparkline
          label={t("segments.sizeLine", { name })}
          points={moves.map((move) => ({ value: move.size, complete: true }))}
        />
      </div>
      <ul className="move-bars">
        {moves.map((move) => (
          <li key={move.position}>
            {bar(move, "entered")}
            {bar(move, "left")}
          </li>
        ))}
      </ul>
      <div className="moves-axis">
        <span>{format.moment(first?.at)}</span>
        <span className="moves-legend">
          {WAYS.map((way) => (
            <span key={way} className={way}>
              <i aria-hidden="true" /> {t(`segments.moves.${way}`)}
            </span>
          ))}
        </span>
        <span>{format.moment(last?.at)}</span>
      </div>
    </div>
  );
}
