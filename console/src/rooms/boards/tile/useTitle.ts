import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { savedQuery } from "@/base/api";
import { useProject } from "@/base/project";
import { sentence } from "@/base/question";
import { paths } from "@/base/url";
import type { BoardTile, TileAnswer } from "@/contract";
import { questionOf } from "../model";
import { useMetricWords } from "./useMetric";

interface Title {
  title: string;
  /** What the figure means, in words. */
  definition: string;
  /** The page on which it can be looked into. */
  to: string | null;
}

/** What a tile is called and means; a name of its own comes first. */
export function useTitle(tile: BoardTile, answer: TileAnswer | undefined): Title {
  const { t } = useTranslation();
  const project = useProject();
  const { data: saved } = useQuery(savedQuery(project.id));
  const words = useMetricWords();
  const shows = tile.is;
  if (shows.type === "text") return { title: tile.title ?? "", definition: "", to: null };
  if (shows.type !== "question") {
    const { name, description } = words(shows.metric);
    return {
      title: tile.title || name,
      definition: description || name,
      to: paths.metric(project.id, shows.metric),
    };
  }
  const question = questionOf(answer?.question) ?? questionOf(shows.question);
  const kept = saved?.find((one) => one.id === shows.saved)?.name;
  const said = question ? sentence(question, t) : "";
  return {
    title: tile.title || kept || said || t("boards.tile.question"),
    definition: said,
    to: question ? paths.ask(project.id, question) : null,
  };
}
