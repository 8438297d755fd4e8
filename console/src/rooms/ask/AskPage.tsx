import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function AskPage() {
  const { t } = useTranslation();
  return <Page title={t("ask.title")}>{null}</Page>;
}
