import { useQuery } from "@tanstack/react-query";
import { Skeleton, Tooltip } from "antd";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import type { BoardTile, TileAnswer } from "@/contract";
import { useErrorText } from "@/ui";
import type { Look } from "../model";
import { tileQuery } from "../queries";
import { Markdown } from "./Markdown";
import { MetricBody } from "./MetricBody";
import { QuestionBody } from "./QuestionBody";
import { TargetBody } from "./TargetBody";
import { useTitle } from "./useTitle";

interface Props {
  board: string;
  tile: BoardTile;
  look: Look;
  /** Asked again by itself, in milliseconds. */
  every?: number | false;
  menu?: ReactNode;
}

/** One tile: its title, what it shows, how fresh that is, and what can be done with it. */
export function TileCard({ board, tile, look, every = false, menu }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const text = useErrorText();
  const named = useId();
  const query = useQuery({
    ...tileQuery(project.id, board, tile, look),
    enabled: tile.is.type !== "text",
    refetchInterval: every,
  });
  const { title, definition, to } = useTitle(tile, query.data);
  const fresh = query.data?.answer?.provenance.known_until ?? null;
  const days = query.data?.answer?.provenance.range ?? query.data?.values?.range;
  const hint = (
    <>
      <div>{definition}</div>
      {days && (
        <div>
          {format.day(days.from)} – {format.day(days.to)}
        </div>
      )}
      {fresh && <div>{t("boards.tile.known", { at: format.moment(fresh), zone: format.zone })}</div>}
      {query.dataUpdatedAt > 0 && (
        <div>{t("boards.tile.asked", { at: format.clock(new Date(query.dataUpdatedAt).toISOString()) })}</div>
      )}
    </>
  );
  return (
    <section className="card board-tile" aria-labelledby={title ? named : undefined} data-tile={tile.id}>
      {(title || menu) && (
        <header className="board-tile-head">
          <Tooltip title={definition ? hint : undefined}>
            <h2 id={named}>{to ? <Link to={to}>{title}</Link> : title}</h2>
          </Tooltip>
          {menu}
        </header>
      )}
      <div className="board-tile-body" data-shows={tile.is.type} aria-busy={query.isFetching}>
        {tile.is.type === "text" ? (
          <Markdown text={tile.is.markdown} />
        ) : query.error ? (
          <div className="tile-error" role="alert">
            <p>{text(query.error)}</p>
            <button type="button" className="figure-door" onClick={() => query.refetch()}>
              {t("common.retry")}
            </button>
          </div>
        ) : query.data ? (
          <TileBody tile={tile} answer={query.data} />
        ) : (
          <Skeleton active title={false} paragraph={{ rows: 3 }} />
        )}
      </div>
    </section>
  );
}

/** What a tile shows once it is answered. */
export function TileBody({
  tile,
  answer,
  doors = true,
}: {
  tile: BoardTile;
  answer: TileAnswer;
  doors?: boolean;
}) {
  const shows = tile.is;
  switch (shows.type) {
    case "question":
      return <QuestionBody shows={shows} answer={answer} doors={doors} />;
    case "metric":
      return <MetricBody shows={shows} answer={answer} doors={doors} />;
    case "target":
      return <TargetBody shows={shows} answer={answer} doors={doors} />;
    case "text":
      return <Markdown text={shows.markdown} />;
  }
}
