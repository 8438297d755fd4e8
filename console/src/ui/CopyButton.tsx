import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** Puts a text on the clipboard and says so. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [done, setDone] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(value).then(
      () => {
        setDone(true);
        message.success(t("common.copied"));
      },
      () => setDone(false),
    );
  return (
    <Button
      size="small"
      icon={done ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
      aria-label={`${t("common.copy")} · ${label}`}
      onClick={copy}
    >
      {t("common.copy")}
    </Button>
  );
}
