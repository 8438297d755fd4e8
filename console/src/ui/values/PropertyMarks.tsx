import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { PropertySummary } from "@/contract";
import "./values.css";

const SIGN = { number: "123", text: "Aa", boolean: "✓", time: "◷" } as const;

/** The type of a property: a sign and its word. */
export function TypeMark({ type, mixed }: { type: PropertySummary["type"]; mixed?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="type-mark">
      <span className="type-sign" aria-hidden="true">
        {SIGN[type]}
      </span>
      {t(`common.property.type.${type}`)}
      {mixed && (
        <Tooltip title={t("common.property.mixedText")}>
          <span className="type-mixed">{t("common.property.mixed")}</span>
        </Tooltip>
      )}
    </span>
  );
}

/** Whether a property belongs to the event or to the person. */
export function ScopeMark({ scope }: { scope: PropertySummary["scope"] }) {
  const { t } = useTranslation();
  return <span className={`scope-mark scope-${scope}`}>{t(`common.property.scope.${scope}`)}</span>;
}
