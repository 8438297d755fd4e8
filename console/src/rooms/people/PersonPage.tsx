import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function PersonPage() {
  const { t } = useTranslation();
  return <Page title={t("people.profile.title")}>{null}</Page>;
}
