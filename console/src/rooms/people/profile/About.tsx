import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useUrlState } from "@/base/url";
import type { Profile } from "@/contract";
import { Card, usePropertyName } from "@/ui";

const SHOWN = 12;

/** What is known of the person: the current value of every property, each a door to what it was before. */
export function About({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const { set } = useUrlState();
  const [all, setAll] = useState(false);
  const known = profile.properties.filter((one) => one.value !== null);
  const shown = all ? known : known.slice(0, SHOWN);
  return (
    <Card
      title={t("people.profile.about")}
      extra={
        known.length > 0 && (
          <Button size="small" onClick={() => set({ show: "changes", of: null })}>
            {t("people.changes.open")}
          </Button>
        )
      }
    >
      <dl className="about">
        {shown.map((one) => (
          <div key={one.name}>
            <dt title={one.name}>{named(one.name)}</dt>
            <dd>
              <button
                type="button"
                className="about-door"
                title={t("people.changes.of", { name: named(one.name) })}
                onClick={() => set({ show: "changes", of: one.name })}
              >
                {format.value(one.value)}
              </button>
            </dd>
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
