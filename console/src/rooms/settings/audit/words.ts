import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/contract";

/** Actions by what they are about: the part before the dot. */
export function groupsOf(actions: readonly string[]): { group: string; actions: string[] }[] {
  const found = new Map<string, string[]>();
  for (const action of actions) {
    const group = action.split(".")[0] ?? action;
    found.set(group, [...(found.get(group) ?? []), action]);
  }
  return [...found].map(([group, own]) => ({ group, actions: own }));
}

/** What was done, in words; an action without words is called by its own name. */
export function useActionName(): (action: string) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (action: string) => {
      const key = `settings.audit.action.${action}`;
      return i18n.exists(key) ? t(key) : action;
    },
    [t, i18n],
  );
}

/** Details worth a word each: plain values that have a name. */
export function useDetails(): (entry: AuditEntry) => { name: string; value: string }[] {
  const { t, i18n } = useTranslation();
  return useCallback(
    (entry: AuditEntry) =>
      Object.entries(entry.details).flatMap(([name, value]) => {
        const key = `settings.audit.detail.${name}`;
        if (!i18n.exists(key) || value === null || typeof value === "object") return [];
        const kind = name === "from" || name === "to" ? "role" : name;
        const said = `settings.audit.value.${kind}.${String(value)}`;
        return [{ name: t(key), value: i18n.exists(said) ? t(said) : String(value) }];
      }),
    [t, i18n],
  );
}
