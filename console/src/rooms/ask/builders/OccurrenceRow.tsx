import { FilterOutlined } from "@ant-design/icons";
import { Badge, Button, Tooltip } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { countConditions, NEW_CONDITION } from "@/base/question";
import type { Filter, Occurrence } from "@/contract";
import { FilterList } from "../filters/FilterList";
import { EventSelect } from "../parts/EventSelect";
import { Field } from "../parts/fields";

interface Props<T extends Occurrence> {
  path: string;
  value: T;
  onChange: (value: T) => void;
  /** The word before the event. */
  lead: ReactNode;
  label: string;
  /** Buttons at the end of the line. */
  tools?: ReactNode;
  /** What follows the event on further lines. */
  children?: ReactNode;
}

export function withFilters<T extends { filters?: Filter[] }>(value: T, filters: Filter[]): T {
  const { filters: _, ...rest } = value;
  return (filters.length > 0 ? { ...rest, filters } : rest) as T;
}

/** An event with its own filters: a series, a step, a start or a return. */
export function OccurrenceRow<T extends Occurrence>({
  path,
  value,
  onChange,
  lead,
  label,
  tools,
  children,
}: Props<T>) {
  const { t } = useTranslation();
  const filters = value.filters ?? [];
  const [open, setOpen] = useState(filters.length > 0);
  const shown = open || filters.length > 0;
  return (
    <div className="occurrence">
      <div className="occurrence-line">
        <span className="occurrence-lead">{lead}</span>
        <Field path={`${path}.event`}>
          <EventSelect
            label={label}
            value={value.event}
            onChange={(event) => onChange({ ...value, event })}
          />
        </Field>
        <Tooltip title={t("ask.filter.ofEvent")}>
          <Badge count={countConditions(filters)} size="small" color="var(--ant-color-primary)">
            <Button
              type="text"
              icon={<FilterOutlined aria-hidden="true" />}
              aria-label={t("ask.filter.ofEvent")}
              aria-expanded={shown}
              onClick={() => {
                if (filters.length === 0) onChange(withFilters(value, [NEW_CONDITION]));
                setOpen(true);
              }}
            />
          </Badge>
        </Tooltip>
        {tools}
      </div>
      {children}
      {filters.length > 0 && (
        <FilterList
          path={`${path}.filters`}
          filters={filters}
          compact
          onChange={(next) => onChange(withFilters(value, next))}
        />
      )}
    </div>
  );
}
