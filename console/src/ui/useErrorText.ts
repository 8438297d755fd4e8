import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/base/api";

/**
 * An error as one sentence of the reader's language. The server's own sentences are English and say more than a
 * general one, so English has none of its own except for what no server says.
 */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
      const key = `errors.${error.code}`;
      return i18n.exists(key) ? t(key, { ...error.params, message: error.message }) : error.message;
    },
    [t, i18n],
  );
}
