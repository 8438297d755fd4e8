import { FullscreenOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useProject } from "@/base/project";
import { paths, useUrlState } from "@/base/url";
import type { BoardTile, KeptBoard } from "@/contract";
import { EmptyState, Page, QueryView, useErrorText } from "@/ui";
import { AddDrawer } from "./add/AddDrawer";
import { BoardMenu } from "./BoardMenu";
import { LookLine } from "./look/LookLine";
import { type Look, lookOf, lookToUrl, tilesOf, withTile } from "./model";
import { boardQuery, useBoards } from "./queries";
import { TileCard } from "./tile/TileCard";
import { TileMenu } from "./tile/TileMenu";
import { Tv } from "./tv/Tv";
import "./boards.css";

const Grid = lazy(() => import("./grid/Grid").then((m) => ({ default: m.Grid })));

/** One board: its tiles, and the days, filters and comparison that hold for all of them. */
export function BoardPage() {
  const project = useProject();
  const { boardId = "" } = useParams();
  const query = useQuery(boardQuery(project.id, boardId));
  return query.data ? (
    <Open board={query.data} />
  ) : (
    <Page title=" ">
      <QueryView query={query} skeleton={<Waiting />}>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Open({ board }: { board: KeptBoard }) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const { change } = useBoards();
  const [adding, setAdding] = useState(false);
  // What was moved shows at once; the server's board takes its place when it is kept.
  const [draft, setDraft] = useState<{ of: number; tiles: BoardTile[] } | null>(null);
  const tiles = draft && draft.of === board.version ? draft.tiles : tilesOf(board);
  const look = lookOf(board, get);
  const tv = get("tv") !== null;
  const keep = (next: KeptBoard["board"]) =>
    change
      .mutateAsync({ id: board.id, board: next })
      .catch((error: unknown) => void message.error(errorText(error)));
  const place = (next: BoardTile[]) => {
    setDraft({ of: board.version, tiles: next });
    void keep({ ...board.board, tiles: next }).then(() => setDraft(null));
  };
  if (tv) return <Tv board={board} look={look} onClose={() => set({ tv: null })} />;
  return (
    <Page
      title={board.name}
      subtitle={board.description || t("boards.subtitle")}
      back={<Link to={paths.boards(project.id)}>{t("boards.title")}</Link>}
      actions={
        <>
          <Button icon={<FullscreenOutlined aria-hidden="true" />} onClick={() => set({ tv: 1 })}>
            {t("boards.tv.open")}
          </Button>
          <BoardMenu board={board} look={look} />
          {board.own && (
            <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setAdding(true)}>
              {t("boards.add.title")}
            </Button>
          )}
        </>
      }
      filters={
        <LookLine
          board={board}
          look={look}
          onChange={(next: Partial<Look>) => set(lookToUrl(next), { replace: true })}
          onKeep={() => {
            const kept = { range: look.range, compare: look.compare, filters: look.filters as never[] };
            void keep({ ...board.board, ...kept }).then(() =>
              set({ range: null, compare: null, filters: null }, { replace: true }),
            );
          }}
        />
      }
    >
      {tiles.length === 0 ? (
        <EmptyState
          title={t("boards.empty.title")}
          text={t(board.own ? "boards.empty.text" : "boards.empty.wait")}
        />
      ) : (
        <Suspense fallback={<Waiting />}>
          <Grid tiles={tiles} editable={board.own} onTiles={place}>
            {(tile) => (
              <TileCard
                board={board.id}
                tile={tile}
                look={look}
                menu={
                  board.own && (
                    <TileMenu
                      tile={tile}
                      tiles={tiles}
                      name={tile.title ?? t("boards.tile.one")}
                      onTiles={place}
                    />
                  )
                }
              />
            )}
          </Grid>
        </Suspense>
      )}
      <AddDrawer
        open={adding}
        onClose={() => setAdding(false)}
        onAdd={(shows, title) => {
          setAdding(false);
          void keep(withTile({ ...board.board, tiles }, shows, title));
        }}
      />
    </Page>
  );
}

function Waiting() {
  return (
    <div className="tiles">
      {["a", "b", "c", "d"].map((key) => (
        <div key={key} className="card">
          <Skeleton active title={false} paragraph={{ rows: 5 }} />
        </div>
      ))}
    </div>
  );
}
