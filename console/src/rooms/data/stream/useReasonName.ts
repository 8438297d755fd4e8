import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** A reason of refusal in words; one that this console does not know keeps its code. */
export function useReasonName(): (code: string) => string {
  const { t } = useTranslation();
  return useCallback((code: string) => t(`quarantine.reason.${code}`, { defaultValue: code }), [t]);
}
