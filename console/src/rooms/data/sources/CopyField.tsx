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
        message.success(t("sources.detail.copied"));
      },
      () => setDone(false),
    );
  return (
    <Button
      size="small"
      icon={done ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
      aria-label={`${t("sources.detail.copy")} · ${label}`}
      onClick={copy}
    >
      {t("sources.detail.copy")}
    </Button>
  );
}

interface Props {
  label: string;
  value: string;
  text?: string;
}

/** A value to be taken elsewhere: shown whole, copied with one click. */
export function CopyField({ label, value, text }: Props) {
  return (
    <div className="copy-field">
      <span className="copy-label">{label}</span>
      <code>{value}</code>
      <CopyButton value={value} label={label} />
      {text && <small>{text}</small>}
    </div>
  );
}
