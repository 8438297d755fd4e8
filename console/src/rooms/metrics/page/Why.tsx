import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { today } from "@/base/format";
import { daysBefore, lastDays, lengthOf, useLastDay } from "@/base/metrics";
import { useProject } from "@/base/project";
import { addDays, type Days, daysOf, rangeFromText, rangeToText, startOfWeek } from "@/base/range";
import { useUrlState } from "@/base/url";
import type { OneMetric, Range } from "@/contract";
import { RangePicker } from "@/ui";
import { Explain } from "@/ui/explain";
import { useLook } from "./useLook";

const MONTH = 28;
const WEEK = 7;

/** Why the metric moved, between two periods that stand in the address: the last whole week and the one before. */
export function Why({ metric }: { metric: OneMetric }) {
  const { t } = useTranslation();
  const project = useProject();
  const { get, set } = useUrlState();
  const { filters } = useLook();
  const last = useLastDay();
  if (last === null) return null;
  const now = today(project.timezone);
  const days = (range: Range) => daysOf(range, now, project.week_start);
  const week = wholeWeek(last, project.week_start);
  const chosen = rangeFromText(get("period"));
  const period = chosen ? days(chosen) : week;
  const written = rangeFromText(get("against"));
  const against = written ? days(written) : daysBefore(period);
  const compare = (one: Days) => set({ period: rangeToText(one), against: rangeToText(daysBefore(one)) });
  return (
    <div className="metric-side">
      <div className="metric-periods">
        <RangePicker value={period} onChange={(range) => compare(days(range))} />
        <span className="metric-quiet">{t("metrics.why.against")}</span>
        <RangePicker
          value={against}
          onChange={(range) => set({ period: rangeToText(period), against: rangeToText(days(range)) })}
        />
        <Button type="text" onClick={() => compare(week)}>
          {t("metrics.why.week")}
        </Button>
        <Button type="text" onClick={() => compare(lastDays(last, MONTH))}>
          {t("metrics.why.month")}
        </Button>
      </div>
      {lengthOf(period) < WEEK && <p className="metric-quiet">{t("metrics.why.short")}</p>}
      <Explain metric={metric} period={period} against={against} filters={filters} />
    </div>
  );
}

/** The last week that is over on a day. */
function wholeWeek(last: string, start: Parameters<typeof startOfWeek>[1]): Days {
  const from = startOfWeek(addDays(last, 1), start);
  return { from: addDays(from, -WEEK), to: addDays(from, -1) };
}
