import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { listedPeople } from "@/base/question";
import { paths } from "@/base/url";
import { Card, ErrorState, Figure, usePeopleBehind } from "@/ui";
import type { useSize } from "./useSize";

/** How many the rule finds by now, and five of them. An earlier figure stays, dimmed, while a new one is computed. */
export function SizeCard({ size }: { size: ReturnType<typeof useSize> }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const project = useProject();
  const behind = usePeopleBehind();
  const { own, everybody, waiting } = size;
  if (own.error && !own.isFetching)
    return (
      <Card title={t("segments.live.title")}>
        <ErrorState error={own.error} retry={() => own.refetch()} />
      </Card>
    );
  const found = own.data?.answer;
  const question = own.data?.question;
  const count = Number(found?.totals.people ?? 0);
  const all = Number(everybody.data?.answer.totals.people ?? 0);
  const busy = waiting || own.isPlaceholderData || !found;
  return (
    <Card title={t("segments.live.title")} className="segment-live">
      <div className={busy ? "dimmed" : "settled"} aria-busy={busy} aria-live="polite">
        {!found || !question ? (
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        ) : (
          <>
            <p className="segment-size">
              <Figure
                label={t("segments.live.open", { shown: format.exact(count) })}
                onOpen={() =>
                  behind.open({
                    question,
                    address: String(found.totals.address),
                    title: t("segments.live.title"),
                    figure: count,
                  })
                }
              >
                {format.exact(count)}
              </Figure>{" "}
              <span>
                {all > 0
                  ? t("segments.live.share", { share: format.rate(count / all), all: format.exact(all) })
                  : t("segments.live.people")}
              </span>
            </p>
            <progress
              value={count}
              max={Math.max(all, count, 1)}
              aria-label={t("segments.live.shareLabel")}
            />
            <h3>{t("segments.live.sample")}</h3>
            {count === 0 ? (
              <p className="segment-nobody">{t("segments.live.nobody")}</p>
            ) : (
              <ul className="segment-sample">
                {listedPeople(found).map((person) => (
                  <li key={person.person_id}>
                    <Link to={paths.person(project.id, person.person_id)}>{person.distinct_id}</Link>
                  </li>
                ))}
              </ul>
            )}
            <p className="segment-took">
              {t("segments.live.took", { ms: format.exact(Math.round(found.provenance.computed_ms)) })}
            </p>
          </>
        )}
      </div>
    </Card>
  );
}
