import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { Days } from "@/base/range";

interface Props {
  days: Days;
  onChange: (days: Days) => void;
}

/** Two days from a calendar. On its own, because a calendar is a lot of code. */
export default function CustomDays({ days, onChange }: Props) {
  return (
    <DatePicker.RangePicker
      value={[dayjs(days.from), dayjs(days.to)]}
      allowClear={false}
      inputReadOnly
      placement="bottomLeft"
      getPopupContainer={(node) => node.parentElement ?? document.body}
      onChange={(chosen) => {
        const [from, to] = chosen ?? [];
        if (from && to) onChange({ from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD") });
      }}
    />
  );
}
