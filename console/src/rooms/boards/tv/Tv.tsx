import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { KeptBoard } from "@/contract";
import { readingOrder } from "../grid/layout";
import { type Look, tilesOf } from "../model";
import { TileCard } from "../tile/TileCard";

const EVERY = 60_000;
const TURN = 20_000;
const AT_ONCE = 6;

/** The board for a screen on the wall: large, asked again by itself, page after page. */
export function Tv({ board, look, onClose }: { board: KeptBoard; look: Look; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const frame = useRef<HTMLElement>(null);
  const [page, setPage] = useState(0);
  const [now, setNow] = useState(() => new Date());
  const tiles = readingOrder(tilesOf(board));
  const pages = Math.max(1, Math.ceil(tiles.length / AT_ONCE));
  useEffect(() => {
    // A browser may refuse the whole screen; the page fills its window all the same.
    frame.current?.requestFullscreen?.().catch(() => {});
    const tick = setInterval(() => setNow(new Date()), 1000);
    return () => {
      clearInterval(tick);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  useEffect(() => {
    const turn = setInterval(() => setPage((one) => (one + 1) % pages), TURN);
    return () => clearInterval(turn);
  }, [pages]);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
      if (event.key === "ArrowRight") setPage((one) => (one + 1) % pages);
      if (event.key === "ArrowLeft") setPage((one) => (one + pages - 1) % pages);
    };
    window.addEventListener("keydown", keys);
    return () => window.removeEventListener("keydown", keys);
  }, [onClose, pages]);
  const shown = tiles.slice(page * AT_ONCE, (page + 1) * AT_ONCE);
  return (
    <section ref={frame} className="tv" aria-label={t("boards.tv.title", { name: board.name })}>
      <header>
        <h1>{board.name}</h1>
        <span>
          {pages > 1 && t("boards.tv.page", { page: page + 1, pages })}{" "}
          <time>{format.clock(now.toISOString())}</time>
        </span>
        <Button
          type="text"
          size="large"
          icon={<CloseOutlined aria-hidden="true" />}
          aria-label={t("boards.tv.close")}
          onClick={onClose}
        />
      </header>
      <div className="tv-tiles" data-count={shown.length}>
        {shown.map((tile) => (
          <TileCard key={tile.id} board={board.id} tile={tile} look={look} every={EVERY} />
        ))}
      </div>
    </section>
  );
}
