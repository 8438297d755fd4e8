import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { eventName, propertyName } from "@/base/names";

/** A property's name as people read it: the product's own are named in the reader's language. */
export function usePropertyName(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback((name: string) => propertyName(name, t), [t]);
}

/** The same of an event's name. */
export function useEventName(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback((name: string) => eventName(name, t), [t]);
}
