import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { Compare } from "@/contract";

interface Props {
  value: Compare | undefined;
  onChange: (value: Compare | undefined) => void;
}

const WEEK = 7;
const FOUR_WEEKS = 28;
const YEAR = 364;
const DAYS = [WEEK, FOUR_WEEKS, YEAR] as const;

/** With which earlier days to compare: those just before, so many days earlier, or from a day on. */
export function ComparePicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const from = typeof value === "object" && "from" in value ? value.from : null;
  const days = typeof value === "object" && "days" in value ? value.days : null;
  const known = days === null ? [...DAYS] : [...new Set([...DAYS, days])];
  const chosen = value === undefined ? "none" : value === "previous" ? "previous" : days ? `${days}` : "from";
  return (
    <span className="value-two">
      <Select
        className="compare-pick"
        popupMatchSelectWidth={false}
        aria-label={t("ask.compareWith.label")}
        value={chosen}
        onChange={(next) => {
          if (next === "none") onChange(undefined);
          else if (next === "previous") onChange("previous");
          else if (next === "from") onChange({ from: dayjs().subtract(1, "year").format("YYYY-MM-DD") });
          else onChange({ days: Number(next) });
        }}
        options={[
          { value: "none", label: t("ask.compareWith.none") },
          { value: "previous", label: t("ask.compareWith.previous") },
          ...known.map((one) => ({ value: `${one}`, label: t("ask.compareWith.days", { count: one }) })),
          { value: "from", label: t("ask.compareWith.from") },
        ]}
      />
      {from !== null && (
        <DatePicker
          aria-label={t("ask.compareWith.from")}
          allowClear={false}
          value={dayjs(from)}
          onChange={(day) => day && onChange({ from: day.format("YYYY-MM-DD") })}
        />
      )}
    </span>
  );
}
