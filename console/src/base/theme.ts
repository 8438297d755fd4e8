import { useSyncExternalStore } from "react";
import { remember, remembered } from "./prefs";

export const THEMES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEMES)[number];

const listeners = new Set<() => void>();
const media = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
media?.addEventListener("change", () => {
  for (const listener of listeners) listener();
});

export function themeChoice(): ThemeChoice {
  const chosen = remembered("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function chooseTheme(choice: ThemeChoice): void {
  remember("theme", choice === "system" ? null : choice);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
still?.addEventListener("change", () => {
  for (const listener of listeners) listener();
});

/** Whether the reader wants things not to move. */
export function useStill(): boolean {
  return useSyncExternalStore(subscribe, () => still?.matches ?? false);
}

/** Whether the console is dark now, by choice or by the system. */
export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => {
    const choice = themeChoice();
    return choice === "dark" || (choice === "system" && (media?.matches ?? false));
  });
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}
