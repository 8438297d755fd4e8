import { useTranslation } from "react-i18next";
import { useUrlState } from "@/base/url";
import type { Profile } from "@/contract";
import { Card, useEventName, ValueBars } from "@/ui";

const SHOWN = 8;

/** What this person does most; a name narrows the history to it. */
export function TopEvents({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const named = useEventName();
  const { get, set } = useUrlState();
  const chosen = get("event");
  if (profile.top_events.length === 0) return null;
  return (
    <Card title={t("people.profile.topEvents")}>
      <ValueBars
        of={profile.events}
        bars={profile.top_events.slice(0, SHOWN).map((one) => ({
          key: one.name,
          label: named(one.name),
          count: one.count,
          pressed: one.name === chosen,
          onOpen: () => set({ event: one.name === chosen ? null : one.name }, { replace: true }),
        }))}
      />
    </Card>
  );
}
