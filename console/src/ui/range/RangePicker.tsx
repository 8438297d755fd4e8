import { CalendarOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { today, useFormat } from "@/base/format";
import { useProject } from "@/base/project";
import { daysOf, PRESETS, type Preset, presetDays, presetOf, presetRange } from "@/base/range";
import type { Range } from "@/contract";

const CustomDays = lazy(() => import("./CustomDays"));

interface Props {
  value: Range;
  onChange: (range: Range) => void;
}

/** The range of days a page speaks about: presets, or days chosen by hand. */
export function RangePicker({ value, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const project = useProject();
  const format = useFormat(project.timezone);
  const now = today(project.timezone);
  const preset = presetOf(value, now, project.week_start);
  const days = daysOf(value, now, project.week_start);
  const span = (d: { from: string; to: string }) =>
    d.from === d.to ? format.day(d.from) : `${format.day(d.from)} – ${format.day(d.to)}`;

  const choose = (chosen: Preset) => {
    onChange(presetRange(chosen, now, project.week_start));
    setOpen(false);
  };

  const panel = (
    <div className="range-panel" role="dialog" aria-label={t("common.range.choose")}>
      <ul className="range-presets">
        {PRESETS.map((name) => (
          <li key={name}>
            <button
              type="button"
              className={name === preset ? "on" : ""}
              aria-pressed={name === preset}
              onClick={() => choose(name)}
            >
              <span>{t(`common.range.${name}`)}</span>
              <small>{span(presetDays(name, now, project.week_start))}</small>
            </button>
          </li>
        ))}
      </ul>
      <div className="range-custom">
        <div className="range-custom-label">{t("common.range.custom")}</div>
        <Suspense fallback={<div className="range-custom-wait" />}>
          <CustomDays
            days={days}
            onChange={(chosen) => {
              onChange(chosen);
              setOpen(false);
            }}
          />
        </Suspense>
        <p>{t("common.range.zone", { zone: project.timezone })}</p>
      </div>
    </div>
  );

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={panel}
      arrow={false}
    >
      <Button icon={<CalendarOutlined aria-hidden="true" />} className="range-button" aria-expanded={open}>
        {preset ? t(`common.range.${preset}`) : span(days)}
        {preset && <span className="range-span">{span(days)}</span>}
      </Button>
    </Popover>
  );
}
