import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { escapeQuery } from "./rison";

export type UrlChange = Record<string, string | number | null | undefined>;

/** A query string with some parameters changed; null, undefined and "" take a parameter away. */
export function changed(search: string, change: UrlChange): string {
  const values = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === "") values.delete(key);
    else values.set(key, String(value));
  }
  const out = [...values].map(([key, value]) => `${escapeQuery(key)}=${escapeQuery(value)}`).join("&");
  return out ? `?${out}` : "";
}

/**
 * The page's state as it stands in the address. `set` changes some parameters and keeps the others;
 * `replace` is for typing and first defaults, which should not each be a step for the Back button.
 */
export function useUrlState() {
  const location = useLocation();
  const navigate = useNavigate();
  const { search, pathname } = location;
  const get = useCallback((key: string) => new URLSearchParams(search).get(key), [search]);
  const set = useCallback(
    (change: UrlChange, options: { replace?: boolean; state?: unknown } = {}) => {
      navigate(`${pathname}${changed(search, change)}`, {
        replace: options.replace ?? false,
        state: options.state,
      });
    },
    [navigate, pathname, search],
  );
  return { get, set };
}
