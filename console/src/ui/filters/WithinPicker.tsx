import { useTranslation } from "react-i18next";
import { today } from "@/base/format";
import { useProject } from "@/base/project";
import { daysOf } from "@/base/range";
import type { Within } from "@/contract";
import { RangePicker } from "../range/RangePicker";
import { Choice } from "./Choice";
import { NumberInput, WindowInput } from "./controls";
import { Field } from "./fields";

type When = "always" | "last" | "range" | "before";
const UNITS = ["day", "week", "month"] as const;

interface Props {
  path: string;
  value: Within | undefined;
  /** Whether the time can be that before what is filtered. */
  before: boolean;
  onChange: (within: Within | undefined) => void;
}

const whenOf = (value: Within | undefined): When => {
  if (!value) return "always";
  if ("before" in value) return "before";
  return "last" in value.range ? "last" : "range";
};

/** When something was done: ever, in the last days, between two days, or in the time before. */
export function WithinPicker({ path, value, before, onChange }: Props) {
  const { t } = useTranslation();
  const project = useProject();
  const when = whenOf(value);
  const choose = (next: When) => {
    if (next === when) return;
    if (next === "always") onChange(undefined);
    else if (next === "last") onChange({ range: { last: 30, unit: "day" } });
    else if (next === "before") onChange({ before: { value: 30, unit: "day" } });
    else {
      const range = value && "range" in value ? value.range : ({ last: 30, unit: "day" } as const);
      onChange({ range: daysOf(range, today(project.timezone), project.week_start) });
    }
  };
  const options: When[] =
    before || when === "before" ? ["always", "last", "range", "before"] : ["always", "last", "range"];
  return (
    <Field path={path} except={["before"]}>
      <div className="did-line">
        <Choice
          label={t("ask.did.within")}
          value={when}
          options={options}
          name={(one) => t(`ask.did.when.${one}`)}
          onChange={choose}
        />
        {value && "before" in value && (
          <WindowInput
            path={`${path}.before`}
            label={t("ask.did.within")}
            value={value.before}
            onChange={(window) => onChange({ before: window })}
          />
        )}
        {value && "range" in value && "last" in value.range && (
          <Last last={value.range} onChange={(range) => onChange({ range })} />
        )}
        {value && "range" in value && "from" in value.range && (
          <RangePicker value={value.range} onChange={(range) => onChange({ range })} />
        )}
      </div>
    </Field>
  );
}

type LastDays = { last: number; unit: (typeof UNITS)[number] };

function Last({ last, onChange }: { last: LastDays; onChange: (last: LastDays) => void }) {
  const { t } = useTranslation();
  return (
    <span className="value-two">
      <NumberInput
        label={t("ask.did.last")}
        min={1}
        max={3660}
        value={last.last}
        onChange={(next) => next && onChange({ ...last, last: next })}
      />
      <Choice
        label={t("ask.unitOf", { of: t("ask.did.last") })}
        value={last.unit}
        options={UNITS}
        name={(unit) => t(`ask.did.unit.${unit}`)}
        onChange={(unit) => onChange({ ...last, unit })}
      />
    </span>
  );
}
