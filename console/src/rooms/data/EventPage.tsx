import { useTranslation } from "react-i18next";
import { Page } from "@/ui";

export function EventPage() {
  const { t } = useTranslation();
  return <Page title={t("data.event.title")}>{null}</Page>;
}
