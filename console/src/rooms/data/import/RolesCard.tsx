import { Input, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Preview } from "@/contract";
import { Card } from "@/ui";
import { ColumnSelect, Samples } from "./ColumnSelect";
import type { Change, EventBy, Plan } from "./draft";
import { Field } from "./Field";
import { RowReading } from "./RowReading";
import { TimeFields } from "./TimeFields";

export interface MappingProps {
  preview: Preview;
  plan: Plan;
  onChange: (change: Change) => void;
}

/** Who, when, what: the three things every event has. */
export function RolesCard({ preview, plan, onChange }: MappingProps) {
  const { t } = useTranslation();
  const column = (name: string | null) => preview.columns.find((one) => one.name === name);
  return (
    <Card title={t("data.import.roles.title")}>
      <div className="roles">
        <div className="roles-form">
          <Field
            name="person"
            label={t("data.import.roles.person")}
            hint={t("data.import.roles.personText")}
            below={<Samples column={column(plan.person)} />}
          >
            {(control) => (
              <ColumnSelect
                {...control}
                columns={preview.columns}
                value={plan.person}
                onChange={(next) => onChange({ type: "role", role: "person", column: next })}
              />
            )}
          </Field>
          <Field
            name="time"
            label={t("data.import.roles.time")}
            hint={t("data.import.roles.timeText")}
            below={<Samples column={column(plan.time)} />}
          >
            {(control) => (
              <ColumnSelect
                {...control}
                columns={preview.columns}
                value={plan.time}
                onChange={(next) => onChange({ type: "role", role: "time", column: next })}
              />
            )}
          </Field>
          <TimeFields plan={plan} onChange={onChange} />
          <EventField preview={preview} plan={plan} onChange={onChange} />
        </div>
        <RowReading preview={preview} plan={plan} />
      </div>
    </Card>
  );
}

/** What happened: told by a column, or the same for every row. */
function EventField({ preview, plan, onChange }: MappingProps) {
  const { t } = useTranslation();
  const byColumn = plan.eventBy === "column";
  return (
    <Field
      name={byColumn ? "event" : "event_name"}
      label={t("data.import.roles.event")}
      hint={t(byColumn ? "data.import.roles.eventText" : "data.import.roles.eventNameText")}
      below={
        byColumn ? <Samples column={preview.columns.find((one) => one.name === plan.event)} /> : undefined
      }
    >
      {(control) => (
        <div className="event-field">
          <Segmented<EventBy>
            value={plan.eventBy}
            aria-label={t("data.import.roles.event")}
            onChange={(by) => onChange({ type: "eventBy", by })}
            options={[
              { value: "column", label: t("data.import.roles.byColumn") },
              { value: "name", label: t("data.import.roles.byName") },
            ]}
          />
          {byColumn ? (
            <ColumnSelect
              {...control}
              columns={preview.columns}
              value={plan.event}
              onChange={(next) => onChange({ type: "role", role: "event", column: next })}
            />
          ) : (
            <Input
              {...control}
              value={plan.eventName}
              maxLength={200}
              placeholder="purchase"
              onChange={(event) => onChange({ type: "set", field: "eventName", value: event.target.value })}
            />
          )}
        </div>
      )}
    </Field>
  );
}
