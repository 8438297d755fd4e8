import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function PeoplePage() {
  const { t } = useTranslation();
  return <Page title={t("people.title")}>{null}</Page>;
}
