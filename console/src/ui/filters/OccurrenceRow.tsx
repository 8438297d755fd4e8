import { CloseOutlined, FilterOutlined, MoreOutlined } from "@ant-design/icons";
import { Badge, Button, Dropdown, type MenuProps, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { countConditions, NEW_CONDITION, places, replaced, without } from "@/base/question";
import type { Events, Filter, Occurrence } from "@/contract";
import { EventSelect } from "./EventSelect";
import { FilterList } from "./FilterList";
import { Field } from "./fields";

interface Props<T extends Occurrence> {
  path: string;
  value: T;
  onChange: (value: T) => void;
  /** The word before the event. */
  lead: ReactNode;
  label: string;
  /** Buttons at the end of the line. */
  tools?: ReactNode;
  /** What else can be done with it: then a menu holds this and the adding of alternatives, so that the name has room. */
  more?: { label: string; items: NonNullable<MenuProps["items"]> };
  /** What follows the event on further lines. */
  children?: ReactNode;
}

export function withFilters<T extends { filters?: Filter[] }>(value: T, filters: Filter[]): T {
  const { filters: _, ...rest } = value;
  return (filters.length > 0 ? { ...rest, filters } : rest) as T;
}

function withOr<T extends Occurrence>(value: T, or: Events[]): T {
  const { or: _, ...rest } = value;
  return (or.length > 0 ? { ...rest, or } : rest) as T;
}

const MOST = 31;

/** An event with its own filters, and further events that count as the same. */
export function OccurrenceRow<T extends Occurrence>({
  path,
  value,
  onChange,
  lead,
  label,
  tools,
  more,
  children,
}: Props<T>) {
  const { t } = useTranslation();
  const or = value.or ?? [];
  const at = places(`${path}.or`, or);
  const room = or.length < MOST;
  const add = () => onChange(withOr(value, [...or, { event: null }]));
  return (
    <div className="occurrence">
      <EventLine
        path={path}
        value={value}
        onChange={(next) => onChange({ ...value, ...next })}
        onFilters={(filters) => onChange(withFilters(value, filters))}
        lead={lead}
        label={label}
        tools={
          <>
            {room && !more && (
              <Tooltip title={t("ask.or.hint")}>
                <Button type="text" className="or-add" aria-label={t("ask.or.add", { label })} onClick={add}>
                  {t("ask.or.button")}
                </Button>
              </Tooltip>
            )}
            {more && (
              <Dropdown
                trigger={["click"]}
                placement="bottomRight"
                menu={{
                  items: [
                    ...(room ? [{ key: "or", label: t("ask.or.short"), onClick: add }] : []),
                    ...more.items,
                  ],
                }}
              >
                <Button type="text" icon={<MoreOutlined aria-hidden="true" />} aria-label={more.label} />
              </Dropdown>
            )}
            {tools}
          </>
        }
      />
      {or.map((one, index) => (
        <EventLine
          key={at[index]}
          path={at[index] ?? path}
          value={one}
          onChange={(next) => onChange(withOr(value, replaced(or, index, { ...one, ...next })))}
          onFilters={(filters) => onChange(withOr(value, replaced(or, index, withFilters(one, filters))))}
          lead={t("ask.or.word")}
          label={t("ask.or.event", { label, number: index + 2 })}
          tools={
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden="true" />}
              aria-label={t("ask.or.remove", { label, number: index + 2 })}
              onClick={() => onChange(withOr(value, without(or, index)))}
            />
          }
        />
      ))}
      {children}
    </div>
  );
}

interface LineProps {
  path: string;
  value: Events;
  onChange: (value: { event: string | null }) => void;
  onFilters: (filters: Filter[]) => void;
  lead: ReactNode;
  label: string;
  tools?: ReactNode;
}

/** One event and the filters that are its own. */
export function EventLine({ path, value, onChange, onFilters, lead, label, tools }: LineProps) {
  const { t } = useTranslation();
  const filters = value.filters ?? [];
  return (
    <>
      <div className="occurrence-line">
        {lead && <span className="occurrence-lead">{lead}</span>}
        <Field path={`${path}.event`}>
          <EventSelect label={label} value={value.event} onChange={(event) => onChange({ event })} />
        </Field>
        <Tooltip title={t("ask.filter.ofEvent")}>
          <Badge count={countConditions(filters)} size="small" color="var(--ant-color-primary)">
            <Button
              type="text"
              icon={<FilterOutlined aria-hidden="true" />}
              aria-label={t("ask.filter.ofEvent")}
              aria-expanded={filters.length > 0}
              onClick={() => filters.length === 0 && onFilters([NEW_CONDITION])}
            />
          </Badge>
        </Tooltip>
        {tools}
      </div>
      {filters.length > 0 && (
        <FilterList path={`${path}.filters`} filters={filters} compact onChange={onFilters} />
      )}
    </>
  );
}
