import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject, useProjectFormat } from "@/base/project";
import type { Profile } from "@/contract";
import { useReachable } from "@/ui";
import { calendarOf } from "./calendar";

const CELL = 14;
const LEVELS = [0, 1, 2, 3, 4] as const;

/** Every day of a person as a cell, darker where more happened. */
export function Activity({ activity }: { activity: Profile["activity"] }) {
  const { t } = useTranslation();
  const project = useProject();
  const format = useProjectFormat();
  const [back, setBack] = useState(0);
  const strip = useRef<HTMLDivElement>(null);
  useReachable(strip);
  const calendar = useMemo(
    () => calendarOf(activity, project.week_start, 53, back),
    [activity, project.week_start, back],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest weeks come into sight whenever others are shown
  useEffect(() => {
    if (strip.current) strip.current.scrollLeft = strip.current.scrollWidth;
  }, [calendar]);

  const first = calendar.weeks[0]?.[0]?.day;
  const last = calendar.weeks.at(-1)?.[6]?.day;
  if (!first || !last) return <p className="about-none">{t("people.activity.none")}</p>;
  const busiest = activity.reduce((best, one) => (one.count > best.count ? one : best), {
    day: "",
    count: 0,
  });
  const summary = t("people.activity.summary", {
    count: calendar.activeDays,
    busiest: format.day(busiest.day),
    most: format.exact(busiest.count),
  });

  return (
    <>
      <div className="activity" ref={strip}>
        <svg
          role="img"
          aria-label={summary}
          width={calendar.weeks.length * CELL}
          height={7 * CELL + 20}
          viewBox={`0 0 ${calendar.weeks.length * CELL} ${7 * CELL + 20}`}
        >
          {calendar.months.map((month, at) => (
            <text key={month.day} x={month.week * CELL} y={11}>
              {at === 0 ? format.bucket(month.day, "month") : shortMonth(month.day, format.locale)}
            </text>
          ))}
          {calendar.weeks.map((week, x) =>
            week.map((cell, y) => (
              <rect
                key={cell.day}
                className={`heat heat-${cell.level} ${cell.outside ? "heat-outside" : ""}`}
                x={x * CELL}
                y={20 + y * CELL}
                width={CELL - 3}
                height={CELL - 3}
                rx={2.5}
              >
                <title>
                  {t("people.activity.day", {
                    day: format.day(cell.day),
                    count: cell.count,
                    shown: format.exact(cell.count),
                  })}
                </title>
              </rect>
            )),
          )}
        </svg>
      </div>
      <div className="activity-foot">
        <span>{summary}</span>
        {(calendar.earlier || calendar.later) && (
          <span className="activity-pages">
            <Button
              size="small"
              icon={<LeftOutlined />}
              aria-label={t("people.activity.earlier")}
              disabled={!calendar.earlier}
              onClick={() => setBack(back + 1)}
            />
            <Button
              size="small"
              icon={<RightOutlined />}
              aria-label={t("people.activity.later")}
              disabled={!calendar.later}
              onClick={() => setBack(back - 1)}
            />
          </span>
        )}
        <span className="activity-scale" aria-hidden="true">
          {t("people.activity.less")}
          {LEVELS.map((level) => (
            <svg key={level} width="11" height="11" aria-hidden="true">
              <rect className={`heat heat-${level}`} width="11" height="11" rx="2.5" />
            </svg>
          ))}
          {t("people.activity.more")}
        </span>
      </div>
    </>
  );
}

/** The year alone where one begins, else the month alone: the first label has said both. */
function shortMonth(day: string, locale: string) {
  const part = day.slice(5, 7) === "01" ? { year: "numeric" as const } : { month: "short" as const };
  return new Intl.DateTimeFormat(locale, { ...part, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
