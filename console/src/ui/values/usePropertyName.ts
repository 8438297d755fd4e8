import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** Properties every person has without anybody sending them. */
const OWN: Record<string, string> = {
  $events: "events",
  $first_seen: "firstSeen",
  $last_seen: "lastSeen",
};

/** A property's name as people read it: those the product itself computes are named in the reader's language. */
export function usePropertyName(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback((name: string) => (OWN[name] ? t(`common.person.${OWN[name]}`) : name), [t]);
}
