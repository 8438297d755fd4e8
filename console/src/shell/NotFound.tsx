import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "@/base/url";
import { EmptyState } from "@/ui";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <EmptyState
        title={t("shell.notFound.title")}
        text={t("shell.notFound.text")}
        action={<Link to={paths.home()}>{t("shell.notFound.home")}</Link>}
      />
    </div>
  );
}
