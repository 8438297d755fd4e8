import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProjectFormat } from "@/base/project";
import { usePropertyName } from "./useNames";
import "./values.css";

interface Props {
  properties: Record<string, string | number | boolean | null>;
  /** How many to show before the rest is asked for. */
  limit?: number;
}

/** An event's properties as words people read: name and value, what is not set left out. */
export function PropertyChips({ properties, limit = 6 }: Props) {
  const { t } = useTranslation();
  const format = useProjectFormat();
  const named = usePropertyName();
  const [open, setOpen] = useState(false);
  const entries = Object.entries(properties).filter(([, value]) => value !== null);
  if (entries.length === 0) return <span className="chips-none">{t("common.property.none")}</span>;
  const rest = entries.length - limit;
  const shown = open || rest <= 1 ? entries : entries.slice(0, limit);
  return (
    <div className="chips">
      <dl>
        {shown.map(([name, value]) => {
          const text = format.value(value);
          return (
            <div key={name} className="chip">
              <dt title={name}>{named(name)}</dt>
              <dd title={text.length > 36 ? text : undefined} className={open ? "whole" : ""}>
                {text}
              </dd>
            </div>
          );
        })}
      </dl>
      {rest > 1 && (
        <button type="button" className="chips-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("common.property.less") : t("common.property.more", { count: rest })}
        </button>
      )}
    </div>
  );
}
