import { useTranslation } from "react-i18next";
import { PasswordForm } from "@/ui";
import { Front } from "./Front";

/** The one-time password is good for one thing: choosing one's own. */
export function NewPasswordPage() {
  const { t } = useTranslation();
  return (
    <Front title={t("session.first.title")} text={t("session.first.text")}>
      <PasswordForm oneTime onDone={() => {}} />
    </Front>
  );
}
