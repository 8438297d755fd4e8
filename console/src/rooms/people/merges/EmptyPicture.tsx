import { useTranslation } from "react-i18next";

/** Two ids that become one person. */
export function EmptyPicture() {
  const { t } = useTranslation();
  return (
    <div className="merge-picture">
      <code>a-7f3e</code>
      <span>{t("people.merges.into")}</span>
      <code>u-1024</code>
    </div>
  );
}
