import { type ReactNode, useEffect, useRef, useState } from "react";
import { GridLayout, type Layout } from "react-grid-layout";
import type { BoardTile } from "@/contract";
import { COLUMNS, readingOrder } from "./layout";
import "react-grid-layout/css/styles.css";

const ROW = 44;
const GAP = 16;
const PHONE = 640;

interface Props {
  tiles: BoardTile[];
  /** Off where nobody may change the board. */
  editable: boolean;
  onTiles: (tiles: BoardTile[]) => void;
  children: (tile: BoardTile) => ReactNode;
}

/** Tiles on the grid, to be dragged by their heads and resized by their corners; one under the other on phones. */
export function Grid({ tiles, editable, onTiles, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!frame.current) return;
    const seen = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    seen.observe(frame.current);
    return () => seen.disconnect();
  }, []);
  const phone = width > 0 && width < PHONE;
  const kept = (layout: Layout) => {
    const next = tiles.map((tile) => {
      const place = layout.find((one) => one.i === tile.id);
      return place ? { ...tile, x: place.x, y: place.y, w: place.w, h: place.h } : tile;
    });
    if (next.some((one, index) => JSON.stringify(one) !== JSON.stringify(tiles[index]))) onTiles(next);
  };
  const shown = readingOrder(tiles).map((tile) => (
    <div
      key={tile.id}
      className="board-cell"
      style={phone ? { height: Math.max(tile.h, 3) * ROW + 60 } : undefined}
    >
      {children(tile)}
    </div>
  ));
  return (
    <div ref={frame} className={phone ? "board-grid board-phone" : "board-grid"}>
      {phone && shown}
      {!phone && width > 0 && (
        <GridLayout
          width={width}
          layout={tiles.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h }))}
          gridConfig={{ cols: COLUMNS, rowHeight: ROW, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ enabled: editable, handle: ".board-tile-head", cancel: "button, a, input" }}
          resizeConfig={{ enabled: editable }}
          onDragStop={kept}
          onResizeStop={kept}
        >
          {shown}
        </GridLayout>
      )}
    </div>
  );
}
