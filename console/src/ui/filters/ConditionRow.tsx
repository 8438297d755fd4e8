import { useTranslation } from "react-i18next";
import { useMay } from "@/base/access";
import { OPS_BY_TYPE, shapeOf } from "@/base/question";
import type { Condition, Op, PropertyType } from "@/contract";
import { Choice } from "./Choice";
import { findProperty, useCatalogue } from "./context";
import { Field } from "./fields";
import { PropertySelect } from "./PropertySelect";
import { useSubject } from "./subject";
import { ValueInput } from "./ValueInput";

interface Props {
  path: string;
  condition: Condition;
  onChange: (condition: Condition) => void;
}

const WHOLE: Op[] = ["=", "!=", "in", "not in", "is set", "is not set"];

const firstOp = (type: PropertyType): Op => OPS_BY_TYPE[type][0] ?? "=";

/** A condition with another operator; the value is kept where its shape still fits. */
export function withOp(condition: Condition, op: Op): Condition {
  const { value, ...rest } = condition;
  const before = shapeOf(condition.op);
  const after = shapeOf(op);
  if (after === "none" || value === undefined || value === null) return { ...rest, op };
  if (before === after) return { ...rest, op, value };
  if (after === "many") return { ...rest, op, value: Array.isArray(value) ? value : [value] };
  if (after === "one" && Array.isArray(value) && value.length > 0) return { ...rest, op, value: value[0] };
  return { ...rest, op };
}

/** property – operator – value */
export function ConditionRow({ path, condition, onChange }: Props) {
  const { t } = useTranslation();
  const catalogue = useCatalogue();
  const subject = useSubject();
  const may = useMay();
  const property = findProperty(catalogue, condition.property, condition.scope);
  const type = property?.type ?? "text";
  // Masked values may only be asked for as a whole.
  const masked = property?.sensitive != null && !may("see_sensitive");
  const offered = OPS_BY_TYPE[type].filter((op) => !masked || WHOLE.includes(op));
  const ops = offered.includes(condition.op) ? offered : [condition.op, ...offered];
  return (
    <div className="condition">
      <Field path={path}>
        <div className="condition-parts">
          <PropertySelect
            label={t("ask.filter.property")}
            value={condition}
            {...(subject === "people" ? { only: { scope: "person" as const } } : {})}
            onChange={(chosen, summary) =>
              chosen &&
              onChange({
                property: chosen.property,
                scope: chosen.scope,
                op: firstOp(summary?.type ?? "text"),
              })
            }
          />
          {condition.property !== "" && (
            <>
              <Choice
                label={t("ask.filter.op")}
                value={condition.op}
                options={ops}
                name={(op) => t(`ask.op.${op}`)}
                onChange={(op) => onChange(withOp(condition, op))}
              />
              <ValueInput
                key={`${condition.property}:${condition.op}`}
                condition={condition}
                type={type}
                onChange={(value) => onChange({ ...condition, value })}
              />
            </>
          )}
        </div>
        {masked && <p className="condition-note">{t("access.masked")}</p>}
      </Field>
    </div>
  );
}
