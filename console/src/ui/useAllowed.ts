import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Permission, useMay } from "@/base/access";

interface Kept {
  disabled?: true;
  title?: string;
}

/** What a control bears that needs a permission: nothing, or that it is disabled and why. */
export function useAllowed(): (permission: Permission) => Kept {
  const { t } = useTranslation();
  const may = useMay();
  return useCallback(
    (permission) =>
      may(permission)
        ? {}
        : { disabled: true, title: t("access.refused", { what: t(`access.may.${permission}`) }) },
    [may, t],
  );
}
