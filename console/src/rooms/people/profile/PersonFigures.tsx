import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { Profile } from "@/contract";
import { Moment } from "@/ui";

/** A person's figures: how much, on how many days, since when and until when. */
export function PersonFigures({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const days = profile.activity.filter((one) => one.count > 0).length;
  return (
    <dl className="person-facts">
      <div>
        <dt>{t("common.person.events")}</dt>
        <dd>{format.exact(profile.events)}</dd>
      </div>
      <div>
        <dt>{t("people.profile.activeDays")}</dt>
        <dd>{format.exact(days)}</dd>
      </div>
      <div className="person-time">
        <dt>{t("common.person.firstSeen")}</dt>
        <dd>
          <Moment at={profile.first_seen} />
        </dd>
      </div>
      <div className="person-time">
        <dt>{t("common.person.lastSeen")}</dt>
        <dd>
          <Moment at={profile.last_seen} />
          {profile.last_seen && <small>{format.ago(profile.last_seen)}</small>}
        </dd>
      </div>
    </dl>
  );
}
