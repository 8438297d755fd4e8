import { useMemo, useRef } from "react";
import { useSharedExtent } from "../shared";
import { useWidth } from "../useWidth";
import { type Column, columnScale, labelEvery, labelWidth, type Placed, place } from "./layout";
import { scaleOf } from "./scale";

/** The most room the label of a named column gets. */
const LABEL = 120;

interface Props {
  columns: readonly Column[];
  stacked?: boolean;
  /** Columns stand for things, not for a scale: each keeps its label, and the picture scrolls where they need more room. */
  named?: boolean;
  /** How heights are written on the axis. */
  axis: (value: number) => string;
  /** What the picture says, in words. */
  description: string;
  /** A line between columns, such as the median: so many columns from the left. */
  marker?: { at: number; text: string } | null;
  onOpen: (address: string, title: string, figure?: number) => void;
}

/** Bars over an axis, each a door to the people behind it. */
export function Columns({
  columns,
  stacked = false,
  named = false,
  axis,
  description,
  marker,
  onOpen,
}: Props) {
  const own = useMemo(() => columnScale(columns, stacked), [columns, stacked]);
  const shared = useSharedExtent("columns", [own.low, own.high]);
  const scale = shared ? scaleOf(...shared) : own;
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const least = Math.max(stacked ? 14 : 10, named ? Math.min(LABEL, labelWidth(columns)) : 0);
  const every = useMemo(() => (named ? 1 : labelEvery(columns, width)), [columns, named, width]);
  const height = (value: number) => ((value - scale.low) / (scale.high - scale.low)) * 100;
  return (
    <figure className="columns" aria-label={description}>
      <div className="columns-axis" aria-hidden="true">
        {scale.ticks.map((tick) => (
          <span key={tick} style={{ bottom: `${height(tick)}%` }}>
            {axis(tick)}
          </span>
        ))}
      </div>
      <div className="columns-scroll" ref={frame}>
        <div className="columns-plot" style={{ minWidth: columns.length * least }}>
          <div className="columns-grid" aria-hidden="true">
            {scale.ticks.map((tick) => (
              <i key={tick} className={tick === 0 ? "zero" : ""} style={{ bottom: `${height(tick)}%` }} />
            ))}
            {marker && columns.length > 0 && (
              <b style={{ left: `${(marker.at / columns.length) * 100}%` }}>
                <span className={marker.at > columns.length * 0.7 ? "left" : ""}>{marker.text}</span>
              </b>
            )}
          </div>
          {columns.map((column, index) => (
            <div
              key={column.key}
              className={column.complete === false ? "columns-one running" : "columns-one"}
            >
              <div className={stacked ? "columns-well stacked" : "columns-well"}>
                {place(column, scale, stacked).map((placed) =>
                  placed.bar.before === undefined || placed.bar.before === null ? (
                    <OneBar
                      key={placed.bar.key}
                      placed={placed}
                      column={column}
                      stacked={stacked}
                      onOpen={onOpen}
                    />
                  ) : (
                    <span key={placed.bar.key} className="bar-slot">
                      <OneBar placed={placed} column={column} stacked={stacked} onOpen={onOpen} />
                      <i className="bar-before" style={{ bottom: `${height(placed.bar.before)}%` }} />
                    </span>
                  ),
                )}
              </div>
              <span
                className={named ? "columns-label named" : "columns-label"}
                title={column.title ?? column.label}
              >
                {index % every === 0 ? column.label : ""}
              </span>
              {column.foot !== undefined && (
                <span className="columns-foot">{index % every === 0 ? column.foot : ""}</span>
              )}
            </div>
          ))}
        </div>
      </div>
    </figure>
  );
}

interface BarProps {
  placed: Placed;
  column: Column;
  stacked: boolean;
  onOpen: Props["onOpen"];
}

function OneBar({ placed: { bar, from, size }, column, stacked, onOpen }: BarProps) {
  const title = `${column.title ?? column.label} · ${bar.name}: ${bar.text}`;
  const style = { bottom: `${from * 100}%`, height: `${size * 100}%`, color: bar.colour };
  const look = bar.hatched || column.complete === false ? "bar hatched" : "bar";
  const { address } = bar;
  if (bar.value === 0) return stacked ? null : <span className="bar empty" style={style} />;
  return address ? (
    <button
      type="button"
      className={look}
      style={style}
      title={title}
      aria-label={title}
      onClick={() => onOpen(address, title, bar.figure)}
    />
  ) : (
    <span className={look} style={style} title={title} />
  );
}
