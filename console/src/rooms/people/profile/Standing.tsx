import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject, useProjectFormat } from "@/base/project";
import { paths } from "@/base/url";
import type { PersonStanding, Standing as StandingOf } from "@/contract";
import { Card, QueryView, usePropertyName } from "@/ui";
import { RuleText } from "@/ui/filters";
import { standingQuery, type Whose } from "./queries";
import { type Score, whyOf } from "./why";

/** Where a person stands: layers, stage, classes and groups with what put them there, and computed traits. */
export function Standing({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const project = useProject();
  const query = useQuery(standingQuery(of));
  return (
    <Card title={t("people.standing.title")} className="standing">
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>
        {(found: PersonStanding) =>
          found.standing.length + found.traits.length === 0 ? (
            <p className="about-none">
              {t("people.standing.none")}{" "}
              <Link to={paths.layers(project.id)}>{t("people.standing.define")}</Link>
            </p>
          ) : (
            <>
              <dl className="stands">
                {found.standing.map((one) => (
                  <Stand key={one.property} one={one} />
                ))}
              </dl>
              {found.traits.length > 0 && <Traits traits={found.traits} />}
            </>
          )
        }
      </QueryView>
    </Card>
  );
}

function Stand({ one }: { one: StandingOf }) {
  const named = usePropertyName();
  const format = useProjectFormat();
  const name = one.names?.[format.locale === "en" ? "en" : "zh"];
  return (
    <div>
      <dt>{named(one.property)}</dt>
      <dd>
        <strong>{name ?? format.value(one.value)}</strong>
        <Reason one={one} />
      </dd>
    </div>
  );
}

function Reason({ one }: { one: StandingOf }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const why = whyOf(one);
  if (why === null) return null;
  if (why.kind === "rule")
    return (
      <small>{why.rule.length === 0 ? t("people.standing.lowest") : <RuleText filters={why.rule} />}</small>
    );
  if (why.kind === "stage") {
    const ago = (days: number) =>
      t("people.standing.ago", { count: days, context: days === 0 ? "today" : "" });
    const parts = [
      t("people.standing.first", { ago: ago(why.first) }),
      t("people.standing.last", { ago: ago(why.last) }),
      ...(why.returned === null ? [] : [t("people.standing.returned", { ago: ago(why.returned) })]),
      t("people.standing.active", { count: why.days, period: format.exact(why.period) }),
    ];
    return <small>{parts.join(t("people.standing.comma"))}</small>;
  }
  const amount = why.form === "free" ? format.duration(why.m.value) : format.exact(why.m.value);
  const shown = (score: Score, text: string, name: "r" | "f" | "m") => (
    <span className="score">
      <b>{t("people.standing.score", { name: name.toUpperCase(), score: score.score })}</b>
      {t(`people.standing.${why.form}.${name}`, { shown: text, count: score.value })}
    </span>
  );
  return (
    <small className="scores">
      {shown(why.r, format.exact(why.r.value), "r")}
      {shown(why.f, format.exact(why.f.value), "f")}
      {shown(why.m, amount, "m")}
    </small>
  );
}

function Traits({ traits }: { traits: PersonStanding["traits"] }) {
  const { t } = useTranslation();
  const named = usePropertyName();
  const format = useProjectFormat();
  return (
    <>
      <h3 className="card-part">{t("people.standing.traits")}</h3>
      <dl className="about">
        {traits.map((one) => (
          <div key={one.name}>
            <dt title={one.name}>{named(one.name)}</dt>
            <dd>{format.value(one.value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
