import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProject } from "@/base/project";
import { paths } from "@/base/url";
import type { PersonSegment, PersonStanding } from "@/contract";
import { Card, Moment, QueryView } from "@/ui";
import { standingQuery, type Whose } from "./queries";

/** Segments that a person is in, then those they left. */
export function InSegments({ of }: { of: Whose }) {
  const { t } = useTranslation();
  const query = useQuery(standingQuery(of));
  return (
    <Card title={t("people.inSegments.title")}>
      <QueryView query={query} skeleton={<Skeleton active title={false} paragraph={{ rows: 2 }} />}>
        {({ segments }: PersonStanding) => {
          const now = segments.filter((one) => one.left_at === null);
          const past = segments.filter((one) => one.left_at !== null);
          return (
            <>
              {now.length === 0 && <p className="about-none">{t("people.inSegments.none")}</p>}
              <Stays stays={now} />
              {past.length > 0 && <h3 className="card-part">{t("people.inSegments.past")}</h3>}
              <Stays stays={past} />
            </>
          );
        }}
      </QueryView>
    </Card>
  );
}

function Stays({ stays }: { stays: PersonSegment[] }) {
  const { t } = useTranslation();
  const project = useProject();
  if (stays.length === 0) return null;
  return (
    <ul className="stays">
      {stays.map((one) => (
        <li key={`${one.id} ${one.entered_at}`}>
          <Link to={paths.segment(project.id, one.id)}>{one.name}</Link>
          <small>
            {one.entered_at ? (
              <>
                {t("people.inSegments.since")} <Moment at={one.entered_at} />
              </>
            ) : (
              t("people.inSegments.always")
            )}
            {one.left_at && (
              <>
                {" · "}
                {t("people.inSegments.left")} <Moment at={one.left_at} />
              </>
            )}
          </small>
        </li>
      ))}
    </ul>
  );
}
