import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function OverviewPage() {
  const { t } = useTranslation();
  return <Page title={t("overview.title")}>{null}</Page>;
}
