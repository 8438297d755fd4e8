import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { useAllowed, useErrorText } from "@/ui";
import type { Difference } from "./draft";

interface Props {
  changes: Difference[];
  /** Why it was not saved: a sentence, or what the server answered. */
  error: unknown;
  saving: boolean;
  onDrop: () => void;
}

/** What saving would change, in words, and the buttons. */
export function SaveBar({ changes, error, saving, onDrop }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const errorText = useErrorText();
  const kept = useAllowed()("manage_sources");
  return (
    <section className="rules-save" aria-label={t("rules.changes.title")}>
      {error != null && (
        <Alert type="error" showIcon title={typeof error === "string" ? error : errorText(error)} />
      )}
      <div>
        <div className="rules-changes">
          <b>{t("rules.changes.count", { count: changes.length, shown: format.exact(changes.length) })}</b>
          <ul>
            {changes.map((change) => (
              <li key={change.path}>
                {t(`rules.field.${change.path}`)}
                {t("rules.changes.colon")}
                <Change change={change} />
              </li>
            ))}
          </ul>
        </div>
        <div className="rules-save-buttons">
          <Button onClick={onDrop}>{t("rules.changes.drop")}</Button>
          <Button type="primary" htmlType="submit" loading={saving} {...kept}>
            {t("common.save")}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Change({ change }: { change: Difference }) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  if (change.path === "channel_rules") return <>{t("rules.changes.channels")}</>;
  if (Array.isArray(change.after)) {
    const { came, went } = change;
    const named = (names: string[]) => names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
    return (
      <>
        {came.length > 0 && t("rules.changes.came", { shown: format.exact(came.length), names: named(came) })}{" "}
        {went.length > 0 && t("rules.changes.went", { shown: format.exact(went.length), names: named(went) })}
        {came.length === 0 && went.length === 0 && t("rules.changes.order")}
      </>
    );
  }
  const words = (value: unknown) =>
    value === null
      ? t("rules.none")
      : typeof value === "boolean"
        ? t(value ? "rules.on" : "rules.off")
        : typeof value === "number"
          ? format.exact(value)
          : change.path === "ip"
            ? t(`rules.ip.${value}`)
            : change.path === "place_names"
              ? t(`rules.places.${value}`)
              : String(value);
  return (
    <>
      {words(change.before)} → {words(change.after)}
    </>
  );
}
