import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "@/ui/filters";
import { type Draft, keyFrom } from "./draft";

interface Props {
  draft: Draft;
  /** Whether the key is given for good. */
  known: boolean;
  onChange: (draft: Draft) => void;
}

const TONGUES = ["zh", "en"] as const;

/** What a metric is called in both languages, and the key by which others call it. */
export function NameForm({ draft: { key, metric }, known, onChange }: Props) {
  const { t } = useTranslation();
  const rename = (tongue: "zh" | "en", text: string) => {
    const name = { ...metric.name, [tongue]: text };
    // The key follows the English name until somebody writes another.
    const follows = !known && tongue === "en" && key === keyFrom(metric.name.en);
    onChange({ key: follows ? keyFrom(text) : key, metric: { ...metric, name } });
  };
  const describe = (tongue: "zh" | "en", text: string) => {
    const said = { zh: "", en: "", ...metric.description, [tongue]: text };
    onChange({ key, metric: { ...metric, description: said.zh || said.en ? said : null } });
  };
  return (
    <div className="metric-meta">
      {TONGUES.map((tongue) => (
        <Field key={tongue} path={`name.${tongue}`}>
          <div className="metric-label">{t(`metrics.edit.name.${tongue}`)}</div>
          <Input
            aria-label={t(`metrics.edit.name.${tongue}`)}
            maxLength={200}
            value={metric.name[tongue]}
            onChange={(event) => rename(tongue, event.target.value)}
          />
        </Field>
      ))}
      {TONGUES.map((tongue) => (
        <Field key={tongue} path={`description.${tongue}`}>
          <div className="metric-label">{t(`metrics.edit.description.${tongue}`)}</div>
          <Input.TextArea
            aria-label={t(`metrics.edit.description.${tongue}`)}
            autoSize={{ minRows: 1, maxRows: 4 }}
            maxLength={200}
            value={metric.description?.[tongue] ?? ""}
            onChange={(event) => describe(tongue, event.target.value)}
          />
        </Field>
      ))}
      <Field path="key">
        <div className="metric-label">{t("metrics.key")}</div>
        <Input
          className="metric-code"
          aria-label={t("metrics.key")}
          maxLength={60}
          disabled={known}
          value={key}
          onChange={(event) => onChange({ key: event.target.value, metric })}
        />
      </Field>
    </div>
  );
}
