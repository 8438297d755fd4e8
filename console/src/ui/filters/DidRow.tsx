import { useTranslation } from "react-i18next";
import { DID_OPS, type DidMeasure } from "@/base/question";
import type { Did, Range, Window } from "@/contract";
import { RangePicker } from "../range/RangePicker";
import { Choice } from "./Choice";
import { NumberInput, WindowInput } from "./controls";
import { Field } from "./fields";
import { EventLine, withFilters } from "./OccurrenceRow";
import { PropertySelect } from "./PropertySelect";

interface Props {
  path: string;
  did: Did;
  onChange: (did: Did) => void;
}

const WITHIN = ["always", "before", "range"] as const;
const MEASURES: readonly DidMeasure[] = ["events", "days", "sum"];

/** People who did [event] [at least] [2] [times] [within the 30 days before]. */
export function DidRow({ path, did, onChange }: Props) {
  const { t } = useTranslation();
  const measure = did.measure ?? "events";
  const within = !did.within ? "always" : "before" in did.within ? "before" : "range";
  const setWithin = (next: (typeof WITHIN)[number]) => {
    const { within: _, ...rest } = did;
    const window: Window = { value: 30, unit: "day" };
    const range: Range = { last: 30, unit: "day" };
    onChange(
      next === "always" ? rest : { ...rest, within: next === "before" ? { before: window } : { range } },
    );
  };
  const setMeasure = (next: DidMeasure) => {
    const { measure: _, property, ...rest } = did;
    onChange({
      ...rest,
      ...(next === "events" ? {} : { measure: next }),
      ...(next === "sum" && property ? { property } : {}),
    });
  };
  return (
    <Field path={path}>
      <div className="did">
        <EventLine
          path={`${path}.did`}
          value={did.did}
          lead={null}
          label={t("ask.did.event")}
          onChange={(next) => onChange({ ...did, did: { ...did.did, ...next } })}
          onFilters={(filters) => onChange({ ...did, did: withFilters(did.did, filters) })}
        />
        <div className="did-line">
          <Choice
            label={t("ask.filter.op")}
            value={did.op}
            options={DID_OPS}
            name={(op) => t(`ask.did.op.${op}`)}
            onChange={(op) => onChange({ ...did, op })}
          />
          <NumberInput
            label={t("ask.filter.value")}
            min={0}
            whole={measure !== "sum"}
            value={did.value}
            onChange={(value) => onChange({ ...did, value })}
          />
          <Choice
            label={t("ask.did.measure")}
            value={measure}
            options={MEASURES}
            name={(one) => t(`ask.did.of.${one}`)}
            onChange={setMeasure}
          />
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
        <div className="did-line">
          <Choice
            label={t("ask.did.within")}
            value={within}
            options={WITHIN}
            name={(one) => t(`ask.did.when.${one}`)}
            onChange={setWithin}
          />
          {did.within && "before" in did.within && (
            <WindowInput
              path={`${path}.within.before`}
              label={t("ask.did.within")}
              value={did.within.before}
              onChange={(before) => onChange({ ...did, within: { before } })}
            />
          )}
          {did.within && "range" in did.within && (
            <RangePicker
              value={did.within.range}
              onChange={(range) => onChange({ ...did, within: { range } })}
            />
          )}
        </div>
      </div>
    </Field>
  );
}
