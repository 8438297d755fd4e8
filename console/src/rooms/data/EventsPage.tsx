import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function EventsPage() {
  const { t } = useTranslation();
  return <Page title={t("data.events.title")}>{null}</Page>;
}
