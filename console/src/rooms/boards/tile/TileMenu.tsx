import { MoreOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BoardTile } from "@/contract";
import { moved, sized } from "../grid/layout";

interface Props {
  tile: BoardTile;
  tiles: BoardTile[];
  name: string;
  onTiles: (tiles: BoardTile[]) => void;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What can be done with a tile; moving and resizing also by the arrow keys. */
export function TileMenu({ tile, tiles, name, onTiles }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const change = (next: Partial<BoardTile>) =>
    onTiles(tiles.map((one) => (one.id === tile.id ? { ...one, ...next } : one)));
  const byKeys = (act: typeof moved) => (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    onTiles(act(tiles, tile.id, ...step));
  };
  const panel = (
    <div className="tile-menu">
      <label htmlFor={`title-${tile.id}`}>{t("boards.tile.title")}</label>
      <Input
        id={`title-${tile.id}`}
        size="small"
        maxLength={200}
        defaultValue={tile.title ?? ""}
        placeholder={name}
        onBlur={(event) =>
          event.target.value !== (tile.title ?? "") && change({ title: event.target.value || null })
        }
        onPressEnter={(event) => event.currentTarget.blur()}
      />
      <Button size="small" onKeyDown={byKeys(moved)} aria-describedby={`keys-${tile.id}`}>
        {t("boards.tile.move")}
      </Button>
      <Button size="small" onKeyDown={byKeys(sized)} aria-describedby={`keys-${tile.id}`}>
        {t("boards.tile.resize")}
      </Button>
      <small id={`keys-${tile.id}`}>{t("boards.tile.keys")}</small>
      <output aria-live="polite">
        {t("boards.tile.place", { x: tile.x + 1, y: tile.y + 1, w: tile.w, h: tile.h })}
      </output>
      <Button
        size="small"
        danger
        onClick={() => {
          setOpen(false);
          onTiles(tiles.filter((one) => one.id !== tile.id));
        }}
      >
        {t("boards.tile.remove")}
      </Button>
    </div>
  );
  return (
    <Popover
      content={panel}
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomRight"
      arrow={false}
    >
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden="true" />}
        aria-label={t("boards.tile.menu", { name })}
      />
    </Popover>
  );
}
