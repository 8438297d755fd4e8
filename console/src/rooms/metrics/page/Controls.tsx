import { FilterOutlined } from "@ant-design/icons";
import { Badge, Button, Checkbox, Popover } from "antd";
import { useTranslation } from "react-i18next";
import type { Interval } from "@/base/metrics";
import { countConditions } from "@/base/question";
import { Card, RangePicker } from "@/ui";
import { Either, FilterList, PropertySelect } from "@/ui/filters";
import type { Look } from "./useLook";

const INTERVALS: readonly Interval[] = ["day", "week", "month"];

/** Which days, in which buckets, beside what, by what, of whom. */
export function Controls({ look }: { look: Look }) {
  const { t } = useTranslation();
  if (!look.range) return null;
  return (
    <div className="metric-side">
      <div className="metric-periods">
        <RangePicker value={look.range} onChange={look.setRange} />
        <Either
          label={t("ask.intervalLabel")}
          value={look.interval}
          options={INTERVALS}
          name={(one) => t(`ask.interval.${one}`)}
          onChange={look.setInterval}
        />
        <span className="metric-by">
          <PropertySelect
            label={t("metrics.by")}
            placeholder={t("metrics.by")}
            allowClear
            value={look.by ? { property: look.by } : null}
            onChange={(chosen) => look.setBy(chosen?.property ?? null)}
          />
        </span>
        <FilterButton look={look} />
        <Checkbox checked={look.before !== null} onChange={(event) => look.setCompare(event.target.checked)}>
          {t("metrics.compare")}
        </Checkbox>
      </div>
      {look.written.length > 0 && (
        <Card className="metric-filters">
          <FilterList path="filters" filters={look.written} onChange={look.setFilters} />
        </Card>
      )}
    </div>
  );
}

function FilterButton({ look }: { look: Look }) {
  const { t } = useTranslation();
  if (look.written.length > 0)
    return (
      <Button icon={<FilterOutlined aria-hidden="true" />} onClick={() => look.setFilters([])}>
        {t("metrics.unfilter")}
      </Button>
    );
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      content={<FilterList path="filters" filters={[]} onChange={look.setFilters} compact />}
    >
      <Badge count={countConditions(look.filters)} size="small">
        <Button icon={<FilterOutlined aria-hidden="true" />}>{t("metrics.filter")}</Button>
      </Badge>
    </Popover>
  );
}
