import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { useTwoDays } from "../days";

/** At the end of [day], since [day]. */
export function When({ days }: { days: ReturnType<typeof useTwoDays> }) {
  const { t } = useTranslation();
  return (
    <span className="layers-when">
      <span>{t("layers.at")}</span>
      <DatePicker
        aria-label={t("layers.at")}
        value={dayjs(days.at)}
        allowClear={false}
        inputReadOnly
        disabledDate={(day) => day.format("YYYY-MM-DD") > days.now}
        onChange={(day) => day && days.set({ at: day.format("YYYY-MM-DD") })}
      />
      <span>{t("layers.since")}</span>
      <DatePicker
        aria-label={t("layers.since")}
        value={dayjs(days.before)}
        allowClear={false}
        inputReadOnly
        disabledDate={(day) => day.format("YYYY-MM-DD") >= days.at}
        onChange={(day) => day && days.set({ before: day.format("YYYY-MM-DD") })}
      />
    </span>
  );
}
