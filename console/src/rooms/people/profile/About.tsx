import { Typography } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import type { Profile } from "@/contract";
import { Card, usePropertyName } from "@/ui";

const SHOWN = 12;

/** What is known of the person: the ids, and the current value of every property. */
export function About({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const [all, setAll] = useState(false);
  const known = profile.properties.filter((one) => one.value !== null);
  const shown = all ? known : known.slice(0, SHOWN);
  return (
    <Card title={t("people.profile.about")}>
      <dl className="about">
        <div>
          <dt>{t("people.profile.ids", { count: profile.distinct_ids.length })}</dt>
          <dd>
            {profile.distinct_ids.map((id) => (
              <Typography.Text key={id} className="about-id" copyable={{ text: id }}>
                {id}
              </Typography.Text>
            ))}
          </dd>
        </div>
        {shown.map((one) => (
          <div key={one.name}>
            <dt title={one.name}>{named(one.name)}</dt>
            <dd>{format.value(one.value)}</dd>
          </div>
        ))}
      </dl>
      {known.length === 0 && <p className="about-none">{t("people.profile.noProperties")}</p>}
      {known.length > SHOWN && (
        <button type="button" className="chips-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("common.property.less") : t("common.property.more", { count: known.length - SHOWN })}
        </button>
      )}
    </Card>
  );
}
