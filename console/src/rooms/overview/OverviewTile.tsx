import { LineChartOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Format } from "@/base/format";
import { useProject } from "@/base/project";
import { asQuestion } from "@/base/question";
import { paths } from "@/base/url";
import { Sparkline } from "@/charts";
import type { Freshness, Question, Tile } from "@/contract";
import { Change, usePeopleBehind } from "@/ui";

interface Props {
  tile: Tile;
  freshness: Freshness;
  format: Format;
}

function questionOf(tile: Tile): Question | null {
  try {
    return asQuestion(tile.question);
  } catch {
    return null;
  }
}

/** One figure: a door to the people behind it, and one to the question it answers. */
export function OverviewTile({ tile, freshness, format }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const { open } = usePeopleBehind();
  const question = questionOf(tile);
  const name = t(`overview.tile.${tile.key}.name`);
  const countsPeople = tile.key !== "events";
  const show = () =>
    question &&
    open({
      question,
      address: tile.address,
      title: t("overview.peopleBehind", { name }),
      ...(countsPeople ? { figure: tile.value } : {}),
    });
  const hint = (
    <>
      <div>
        <b>{format.exact(tile.value)}</b>
        {tile.previous !== null && ` · ${t("overview.before", { value: format.exact(tile.previous) })}`}
      </div>
      <div>{t(`overview.tile.${tile.key}.definition`)}</div>
      <div>{t("overview.knownUntil", { at: format.moment(freshness.last_event_at), zone: format.zone })}</div>
    </>
  );
  return (
    <section className="card tile" aria-label={name}>
      <header>
        <h2>{name}</h2>
        {question && (
          <Tooltip title={t("overview.ask", { name })}>
            <Link
              className="tile-ask"
              to={paths.ask(project.id, question)}
              aria-label={t("overview.ask", { name })}
            >
              <LineChartOutlined aria-hidden="true" />
            </Link>
          </Tooltip>
        )}
      </header>
      <Tooltip title={hint} placement="bottomLeft">
        <button
          type="button"
          className="tile-figure"
          onClick={show}
          aria-label={t("overview.open", { name, value: format.short(tile.value) })}
        >
          {format.short(tile.value)}
        </button>
      </Tooltip>
      <Change value={tile.value} previous={tile.previous} against={t("overview.against")} />
      <Sparkline points={tile.spark} label={t("overview.sparkline", { name })} />
      <footer aria-hidden="true">
        <span>{format.shortDay(tile.spark[0]?.bucket)}</span>
        <span>{format.shortDay(tile.spark[tile.spark.length - 1]?.bucket)}</span>
      </footer>
    </section>
  );
}
