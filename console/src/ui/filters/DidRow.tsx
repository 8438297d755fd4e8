import { useTranslation } from "react-i18next";
import { DID_MEASURES, DID_OPS, type DidMeasure, sinceThen } from "@/base/question";
import type { Did } from "@/contract";
import { Choice } from "./Choice";
import { NumberInput } from "./controls";
import { Field } from "./fields";
import { OccurrenceRow } from "./OccurrenceRow";
import { PropertySelect } from "./PropertySelect";
import { FiltersOf } from "./subject";
import { WithinPicker } from "./WithinPicker";

const INNER = ["did.event", "did.filters", "did.or", "within"];

interface Props {
  path: string;
  did: Did;
  onChange: (did: Did) => void;
}

/** The same behaviour measured otherwise; what the new measure knows nothing of is left out. */
export function withMeasure(did: Did, next: DidMeasure): Did {
  const { measure: _, property, within, ...rest } = did;
  return {
    ...rest,
    ...(next === "events" ? {} : { measure: next }),
    ...(next === "sum" && property ? { property } : {}),
    ...(within && !(sinceThen(next) && "before" in within) ? { within } : {}),
  };
}

/** The same compared otherwise: `between` takes two numbers, the others one. */
export function withDidOp(did: Did, op: Did["op"]): Did {
  const values = Array.isArray(did.value) ? did.value : [did.value ?? null];
  const first = values[0] ?? null;
  if (op === "between") return { ...did, op, value: [first, values[1] ?? null] };
  const { value: _, ...rest } = did;
  return { ...rest, op, ...(first === null ? {} : { value: first }) };
}

/** People who did [event] [at least] [2] [times] [in the last 30 days]. */
export function DidRow({ path, did, onChange }: Props) {
  const { t } = useTranslation();
  const measure = did.measure ?? "events";
  const single = Array.isArray(did.value) ? undefined : did.value;
  const number = (label: string, value: number | null | undefined, set: (next: number | null) => void) => (
    <NumberInput
      label={label}
      min={0}
      whole={measure !== "sum"}
      value={value}
      onChange={(next) => set(next ?? null)}
    />
  );
  return (
    <Field path={path} except={INNER}>
      <div className="did">
        <FiltersOf value="events">
          <OccurrenceRow
            path={`${path}.did`}
            value={did.did}
            lead={null}
            label={t("ask.did.event")}
            onChange={(next) => onChange({ ...did, did: next })}
          />
        </FiltersOf>
        <div className="did-line">
          <Choice
            label={t("ask.did.measure")}
            value={measure}
            options={DID_MEASURES}
            name={(one) => t(`ask.did.of.${one}`)}
            onChange={(next) => onChange(withMeasure(did, next))}
          />
          <Choice
            label={t("ask.filter.op")}
            value={did.op}
            options={DID_OPS}
            name={(op) => t(`ask.did.op.${op}`)}
            onChange={(op) => onChange(withDidOp(did, op))}
          />
          {Array.isArray(did.value) ? (
            <span className="value-two">
              {number(t("ask.filter.low"), did.value[0], (low) =>
                onChange({ ...did, value: [low, (did.value as (number | null)[])[1] ?? null] }),
              )}
              <span>{t("ask.filter.to")}</span>
              {number(t("ask.filter.high"), did.value[1], (high) =>
                onChange({ ...did, value: [(did.value as (number | null)[])[0] ?? null, high] }),
              )}
            </span>
          ) : (
            number(t("ask.filter.value"), single, (value) => {
              const { value: _, ...rest } = did;
              onChange(value === null ? rest : { ...rest, value });
            })
          )}
          {measure !== "sum" && <span className="did-unit">{t(`ask.did.counted.${measure}`)}</span>}
        </div>
        {measure === "sum" && (
          <PropertySelect
            label={t("ask.numericProperty")}
            placeholder={t("ask.numericProperty")}
            only={{ type: "number", scope: "event" }}
            value={did.property ? { property: did.property, scope: "event" } : null}
            onChange={(chosen) => chosen && onChange({ ...did, property: chosen.property })}
          />
        )}
        <WithinPicker
          path={`${path}.within`}
          value={did.within}
          before={!sinceThen(measure)}
          onChange={(within) => {
            const { within: _, ...rest } = did;
            onChange(within ? { ...rest, within } : rest);
          }}
        />
      </div>
    </Field>
  );
}
