import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function ImportPage() {
  const { t } = useTranslation();
  return <Page title={t("data.import.title")}>{null}</Page>;
}
