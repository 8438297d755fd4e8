import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { PropertySummary, PropertyType, Scope } from "@/contract";
import { usePropertyName } from "../values";
import { useCatalogue } from "./context";

export interface Chosen {
  property: string;
  scope: Scope;
}

interface Props {
  value: { property: string; scope?: Scope | undefined } | null;
  onChange: (chosen: Chosen | null, summary: PropertySummary | null) => void;
  label: string;
  placeholder?: string;
  /** Only properties of this type and scope. */
  only?: { type?: PropertyType; scope?: Scope };
  allowClear?: boolean;
}

const SCOPES: Scope[] = ["event", "person"];
const keyOf = (property: { name: string; scope: Scope }) => `${property.scope}:${property.name}`;

/** Find a property of the events or of the person. */
export function PropertySelect({ value, onChange, label, placeholder, only, allowClear }: Props) {
  const { t } = useTranslation();
  const { properties } = useCatalogue();
  const named = usePropertyName();
  const fitting = properties.filter(
    (property) =>
      (!only?.type || property.type === only.type) && (!only?.scope || property.scope === only.scope),
  );
  const options = SCOPES.map((scope) => ({
    label: t(`ask.scope.${scope}`),
    options: fitting
      .filter((property) => property.scope === scope)
      .map((property) => ({
        value: keyOf(property),
        label: named(property.name),
        name: property.name,
        type: property.type,
      })),
  })).filter((group) => group.options.length > 0);
  const current =
    value && value.property !== ""
      ? keyOf({
          name: value.property,
          scope:
            value.scope ??
            (fitting.some((p) => p.name === value.property && p.scope === "event")
              ? "event"
              : (fitting.find((p) => p.name === value.property)?.scope ?? "event")),
        })
      : null;
  const known = options.some((group) => group.options.some((option) => option.value === current));
  return (
    <Select
      className="pick"
      showSearch={{ optionFilterProp: ["label", "name"] }}
      popupMatchSelectWidth={false}
      classNames={{ popup: { root: "pick-popup" } }}
      aria-label={label}
      placeholder={placeholder ?? t("ask.chooseProperty")}
      allowClear={allowClear ?? false}
      value={current}
      {...(current && !known ? { labelRender: () => named(value?.property ?? "") } : {})}
      options={options}
      onChange={(chosen: string | null | undefined) => {
        const summary = properties.find((property) => keyOf(property) === chosen) ?? null;
        onChange(summary ? { property: summary.name, scope: summary.scope } : null, summary);
      }}
      optionRender={(option) => (
        <span className="pick-option">
          <span>{option.label}</span>
          <small>{t(`ask.type.${(option.data as { type?: string }).type ?? "text"}`)}</small>
        </span>
      )}
    />
  );
}
