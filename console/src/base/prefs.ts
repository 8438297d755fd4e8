/** Small choices of this browser: language, theme, the project looked at last. */

const PREFIX = "yunying.";

export function remembered(key: string): string | null {
  try {
    return globalThis.localStorage.getItem(PREFIX + key);
  } catch {
    // Storage may be switched off; the console then simply forgets.
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) globalThis.localStorage.removeItem(PREFIX + key);
    else globalThis.localStorage.setItem(PREFIX + key, value);
  } catch {
    // As above.
  }
}
